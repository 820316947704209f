import { setTimeout as pause } from 'node:timers/promises';
import type { Outbox } from '../../main/journal/outbox.ts';

const LOOK_MS = 20;

/** Waits until nothing is left to send, at most `limitMs`. Whether the host acknowledged all that it was sent meanwhile. */
export async function drainOutbox(
  outbox: Pick<Outbox, 'outboxCounts'>,
  limitMs: number,
  rejectedBefore: number,
): Promise<boolean> {
  for (const deadline = Date.now() + limitMs; ; await pause(LOOK_MS)) {
    const counts = outbox.outboxCounts();
    if (!counts.ok) return false;
    if (counts.value.queued === 0) return counts.value.rejected === rejectedBefore;
    if (Date.now() >= deadline) return false;
  }
}
