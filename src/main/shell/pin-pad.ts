import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Journal } from '../journal/journal.ts';

/** Wrong PINs in a row before the pad stops listening, and for how long. */
const TRIES = 5;
const LOCKED_MS = 5 * 60_000;

export interface PinPad {
  readonly journal: Journal;
  readonly now: () => number;
}

/** Whether PINs are looked at now: `pin-locked` after too many wrong ones, whatever they were for. */
export function listens({ journal, now }: PinPad): Result<null> {
  const attempts = journal.pinAttempts();
  if (!attempts.ok) return attempts;
  const { failed, lastFailedAt } = attempts.value;
  const locked = failed >= TRIES && lastFailedAt !== null && Math.abs(now() - lastFailedAt) < LOCKED_MS;
  return locked ? fail(failure('pin-locked', `${failed} wrong PINs`)) : ok(null);
}

/** Counts a wrong PIN on disk, so a restart does not forget it, and answers `pin-wrong`. */
export function wrongPin({ journal }: PinPad): Result<never> {
  const counted = journal.countFailedPin();
  return counted.ok ? fail(failure('pin-wrong')) : counted;
}

/** The PIN was right: the wrong ones before it are forgotten. */
export function rightPin({ journal }: PinPad): Result<null> {
  const cleared = journal.clearFailedPins();
  return cleared.ok ? ok(null) : cleared;
}
