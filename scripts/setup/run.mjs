import { spawn } from 'node:child_process';

/**
 * Runs a program to its end and keeps the last of what it said.
 * `code` is null when it could not be started, or was ended after `limitMs`.
 */
export function run(program, args, { cwd, env, limitMs, shell = false } = {}) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, {
      cwd,
      env,
      shell,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const end = () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        child.kill('SIGKILL');
      }
    };
    const limit = limitMs === undefined ? undefined : setTimeout(end, limitMs);
    process.once('exit', end);
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        output = (output + text).slice(-8000);
      });
    const finish = (code, text) => {
      clearTimeout(limit);
      process.removeListener('exit', end);
      resolve({ code, output: text });
    };
    child.once('error', (error) => finish(null, String(error)));
    child.once('close', (code) => finish(code, output));
  });
}

/** The last lines of what a program said, indented under the line that announces them. */
export function tail(output, lines = 12) {
  return output
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .map((line) => `    ${line}`)
    .join('\n');
}
