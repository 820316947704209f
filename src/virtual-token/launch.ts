import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { failure } from '../shared/contract/failure.ts';
import { fail, ok, type Result } from '../shared/contract/result.ts';
import type { ControlAddress } from './control/address.ts';
import type { LinkName } from './link/models.ts';
import type { Protocol } from './transport/protocol.ts';

export interface LaunchOptions {
  /** State file of the token. */
  readonly state: string;
  readonly control: ControlAddress;
  /** Virtual reader: 0 or 1. */
  readonly slot?: 0 | 1;
  readonly link?: LinkName;
  readonly protocol?: Protocol;
  /** Port of vpcd's first reader, when it is none of the usual two. */
  readonly port?: number;
  /** Puts the token into the reader before this is done. */
  readonly inserted?: boolean;
  /** Lets the token outlive the caller, as one that a command put into a reader does. */
  readonly detached?: boolean;
}

/** A token process that takes requests. */
export interface LaunchedToken {
  readonly pid: number | undefined;
  /** Sends a signal and waits until it has ended; its exit code, or null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

function argumentsOf(options: LaunchOptions): string[] {
  const { state, control, slot, link, protocol, port, inserted } = options;
  const given = { state, control, slot, link, protocol, port };
  const named = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  return inserted === true ? [...named, '--inserted'] : named;
}

/**
 * Starts a token as a process of its own and waits until it takes requests, and is in its reader when
 * that was asked for. Failure: `action-not-possible` with what it said when it ended instead.
 */
export async function launchToken(options: LaunchOptions): Promise<Result<LaunchedToken>> {
  const detached = options.detached ?? false;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'process.ts'), ...argumentsOf(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-400);
  });
  const event = options.inserted === true ? 'inserted' : 'ready';
  const lines = createInterface({ input: child.stdout });
  const started = new Promise<'started'>((resolve) => {
    lines.on('line', (line) => {
      if (line.includes(`"event":"${event}"`)) resolve('started');
    });
  });
  const ended = once(child, 'close').then(() => 'ended' as const);
  if ((await Promise.race([started, ended])) === 'ended')
    return fail(failure('action-not-possible', said.trim() || 'The token process ended at once.'));
  if (detached) {
    lines.close();
    child.stdout.destroy();
    child.stderr.destroy();
    child.unref();
  }
  return ok({ pid: child.pid, end: (signal) => end(child, signal) });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
  return child.exitCode;
}
