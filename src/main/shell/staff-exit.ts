import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { verifyPin } from '../config/pin.ts';
import type { Journal } from '../journal/journal.ts';

/** Wrong PINs in a row before the pad stops listening, and for how long. */
const TRIES = 5;
const LOCKED_MS = 5 * 60_000;

export interface StaffExit {
  readonly pinHash: string | undefined;
  readonly journal: Journal;
  readonly isWriting: () => boolean;
  readonly now: () => number;
}

/**
 * Whether staff may close the kiosk now. Wrong tries are counted on disk, so a restart does not forget them.
 * Failures: `pin-wrong`, `pin-locked`, `exit-while-writing`, `action-not-possible` without a PIN configured.
 */
export function mayExit({ pinHash, journal, isWriting, now }: StaffExit, pin: string): Result<null> {
  if (pinHash === undefined) return fail(failure('action-not-possible', 'no staff.pin is configured'));
  const attempts = journal.pinAttempts();
  if (!attempts.ok) return attempts;
  const { failed, lastFailedAt } = attempts.value;
  const locked = failed >= TRIES && lastFailedAt !== null && Math.abs(now() - lastFailedAt) < LOCKED_MS;
  if (locked) return fail(failure('pin-locked', `${failed} wrong PINs`));
  if (!verifyPin(pin, pinHash)) {
    const counted = journal.countFailedPin();
    return counted.ok ? fail(failure('pin-wrong')) : counted;
  }
  const cleared = journal.clearFailedPins();
  if (!cleared.ok) return cleared;
  return isWriting() ? fail(failure('exit-while-writing')) : ok(null);
}
