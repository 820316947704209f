import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A kiosk that ended by itself: staff left it, or its configuration is not right. */
const FINAL_CODES: readonly number[] = [0, 78];

export interface Supervision {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Wait before the first restart, in ms; it doubles with each one in a row, up to `longestMs`. */
  readonly restartMs?: number;
  readonly longestMs?: number;
  /** Having run for so long, in ms, a kiosk that ends is not one that cannot start. */
  readonly steadyMs?: number;
  readonly log?: (event: string, facts: Readonly<Record<string, unknown>>) => void;
  readonly signal?: AbortSignal;
}

/**
 * Keeps the kiosk running: whatever ends it, but for an end of its own, is followed by a new start. Its journal takes
 * up what was interrupted. Resolves with the code of the run that ended by itself, or with 0
 * once `signal` had the kiosk end (SIGTERM).
 */
export async function supervise(s: Supervision): Promise<number> {
  const { restartMs = 250, longestMs = 10_000, steadyMs = 10_000, log = () => {} } = s;
  let wait = restartMs;
  for (;;) {
    const began = performance.now();
    const { code, signal } = await runOnce(s, log).catch((error: unknown) => {
      // No memory, no process to be had: as passing as most ends of a kiosk.
      log('kiosk-not-begun', { reason: error instanceof Error ? error.message : String(error) });
      return { code: null, signal: null };
    });
    if (s.signal?.aborted) return 0;
    if (code !== null && FINAL_CODES.includes(code)) return code;
    if (performance.now() - began >= steadyMs) wait = restartMs;
    log('kiosk-ended', { code, signal, restartInMs: wait });
    await delay(wait, undefined, { signal: s.signal }).catch(() => {});
    if (s.signal?.aborted) return 0;
    wait = Math.min(2 * wait, longestMs);
  }
}

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Rejects when the system gives no process. */
async function runOnce(s: Supervision, log: NonNullable<Supervision['log']>): Promise<End> {
  const child = spawn(s.command, [...s.args], { stdio: 'inherit', env: s.env });
  log('kiosk-begins', { pid: child.pid ?? null });
  return await ended(child, s.signal);
}

async function ended(child: ChildProcess, stop: AbortSignal | undefined): Promise<End> {
  const end = () => child.kill('SIGTERM');
  stop?.addEventListener('abort', end, { once: true });
  if (stop?.aborted) end();
  try {
    await once(child, 'exit');
  } finally {
    stop?.removeEventListener('abort', end);
  }
  return { code: child.exitCode, signal: child.signalCode };
}
