import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';

const MAIN = join(import.meta.dirname, '../main.ts');
const LineSchema = z.looseObject({ event: z.string() });
export type Line = z.infer<typeof LineSchema>;

export interface ServerProcess {
  readonly url: string;
  /** What it printed before it listened, and that it listens. */
  readonly lines: readonly Line[];
  /** When it has ended, whatever ended it: its exit code. */
  readonly exited: Promise<number | null>;
  /** Ends it as power loss would end it, or as an operator does. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

async function untilListening(child: ChildProcessByStdio<null, Readable, Readable>): Promise<Line[]> {
  const lines: Line[] = [];
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  for await (const text of createInterface({ input: child.stdout })) {
    const line = LineSchema.parse(JSON.parse(text));
    lines.push(line);
    if (line.event === 'listening') return lines;
  }
  throw new Error(`The server ended before it listened: ${complaint}`);
}

/** The server as operators start it: a process of its own. */
export async function startProcess(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [MAIN, '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const exited = once(child, 'exit').then(() => child.exitCode);
  const lines = await untilListening(child);
  return {
    url: z.string().parse(lines.at(-1)?.url),
    lines,
    exited,
    end(signal) {
      child.kill(signal);
      return exited;
    },
  };
}

/** A call over the network. */
export async function callUrl(url: string, method: string, token: string, payload?: unknown) {
  const answer = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(payload === undefined ? {} : { body: JSON.stringify(payload) }),
  });
  return { status: answer.status, body: (await answer.json()) as unknown };
}
