// @ts-check
import { spawn } from 'node:child_process';
import { innerPath, inRoot } from './root.mjs';
import { onSignal } from './signals.mjs';

/**
 * Runs a script in this process's place: its streams, its signals, and its exit code become ours.
 * @param {string} node
 * @param {string} script Relative to the root of the project.
 * @param {readonly string[]} args
 */
export function handOver(node, script, args) {
  const child = spawn(node, [inRoot(script), ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: innerPath() },
  });
  onSignal((signal) => {
    // a terminal's Ctrl-C has reached the child already
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
  child.once('exit', (code, signal) => {
    if (signal === null) return process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
