import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { resolveElectron } from '../../scripts/electron.ts';

/** What both applications write when a person could use their window. */
const READY = '"event":"page-ready"';
const READY_WITHIN_MS = 60_000;

/** An application that runs, on the runtime that `npm start` takes. */
export interface Application {
  readonly pid: number;
  /** Milliseconds from its start to its window's being usable. */
  readonly readyAfter: number;
  /** Asks it to end and waits until it has. */
  end(): Promise<void>;
}

/** Starts the application in `entry` and waits for its window. */
export async function startApplication(
  entry: string,
  userData: string,
  env: NodeJS.ProcessEnv,
): Promise<Application> {
  const runtime = resolveElectron();
  const begun = performance.now();
  const child = spawn(runtime.path, [...runtime.args, entry, `--user-data-dir=${userData}`], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-1000);
  });
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  };
  const late = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS);
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes(READY)) continue;
    clearTimeout(late);
    const readyAfter = performance.now() - begun;
    child.stdout.resume();
    return { pid: child.pid ?? 0, readyAfter, end };
  }
  clearTimeout(late);
  throw new Error(`${entry} did not show its window:\n${said}`);
}
