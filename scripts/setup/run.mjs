// @ts-check
import { spawn } from 'node:child_process';

/**
 * Runs a program to its end and keeps the last of what it said.
 * `code` is null when it could not be started, or was ended (by `ending`) after `limitMs` or because we end.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, limitMs?: number, shell?: boolean, ending?: NodeJS.Signals }} [options]
 * @returns {Promise<{ code: number | null, output: string }>}
 */
export function run(program, args, { cwd, env, limitMs, shell = false, ending = 'SIGKILL' } = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, {
      cwd,
      env,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const end = () => {
      // on Windows there are no groups, and a negative id is refused
      if (child.pid === undefined || process.platform === 'win32') child.kill();
      else process.kill(-child.pid, ending);
    };
    const limit = limitMs === undefined ? undefined : setTimeout(end, limitMs);
    process.once('exit', end);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        output = (output + text).slice(-8000);
      });
    /** @type {(code: number | null, text: string) => void} */
    const finish = (code, text) => {
      clearTimeout(limit);
      process.removeListener('exit', end);
      resolve({ code, output: text });
    };
    child.once('error', (error) => finish(null, String(error)));
    child.once('close', (code) => finish(code, output));
  });
}

/**
 * The last lines of what a program said, indented under the line that announces them.
 * @param {string} output
 */
export function tail(output, lines = 12) {
  return output
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .map((line) => `    ${line}`)
    .join('\n');
}
