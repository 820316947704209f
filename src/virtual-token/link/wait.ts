import { setTimeout as sleep } from 'node:timers/promises';

/** Timers are late by up to a millisecond or two: the end of every wait is spun. */
const SPIN_MICROS = 3_000;

export const nowMicros = (): number => Number(process.hrtime.bigint() / 1000n);

/**
 * Waits until `deadline` on the clock of `nowMicros`, with a precision that timers do not have, or until
 * `signal` is aborted.
 */
export async function waitUntil(deadline: number, signal: AbortSignal): Promise<void> {
  const left = deadline - nowMicros();
  if (left > SPIN_MICROS) {
    // An abort ends the wait early, which is what its caller wants to know nothing more about.
    const ended = await sleep((left - SPIN_MICROS) / 1000, 'waited', { signal }).catch(() => 'aborted');
    if (ended === 'aborted') return;
  }
  while (nowMicros() < deadline);
}
