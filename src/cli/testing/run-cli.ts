import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { z } from 'zod';

const MAIN = path.resolve(import.meta.dirname, '../index.ts');
const EventSchema = z.looseObject({ event: z.string() });

/** What one run of `recard` came to. */
export interface CliRun {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of `recard` that goes on. */
export interface RunningCli {
  /** Resolves when standard output has said `text`. */
  said(text: string): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  /** Reads nothing any more, as a pipe whose reader has ended. */
  close(): void;
  readonly ended: Promise<CliRun>;
}

/** Starts `recard` as a process of its own, without a terminal. */
export function startCli(...args: readonly string[]): RunningCli {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  const heard = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const look of heard) look();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(() => ({ exit: child.exitCode, stdout, stderr }));
  return {
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (stdout.includes(text)) resolve();
        };
        heard.add(look);
        look();
        ended.then((run) => reject(new Error(`It ended without "${text}": ${JSON.stringify(run)}`)), reject);
      }),
    signal: (signal) => {
      child.kill(signal);
    },
    close: () => child.stdout.destroy(),
    ended,
  };
}

/** Runs `recard` to its end. */
export const recard = (...args: readonly string[]): Promise<CliRun> => startCli(...args).ended;

/** The lines of a run with `--json`. */
export const eventsOf = ({ stdout }: CliRun): z.infer<typeof EventSchema>[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => EventSchema.parse(JSON.parse(line)));

/** Runs `recard … --json` to its end, and gives its exit code with its last line. */
export async function lastOf(...args: readonly string[]) {
  const run = await recard(...args, '--json');
  return { exit: run.exit, last: eventsOf(run).at(-1), stderr: run.stderr };
}
