import { spawn } from 'node:child_process';
import { innerPath, inRoot } from './root.mjs';

/** Runs a script in this process's place: its streams, its signals, and its exit code become ours. */
export function handOver(node, script, args) {
  const child = spawn(node, [inRoot(script), ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: innerPath() },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      // a terminal's Ctrl-C has reached the child already
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  child.once('exit', (code, signal) => {
    if (signal === null) return process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
