import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { verifyPin } from '../config/pin.ts';
import { listens, type PinPad, rightPin, wrongPin } from './pin-pad.ts';

export interface StaffExit extends PinPad {
  readonly pinHash: string | undefined;
  readonly isWriting: () => boolean;
}

/**
 * Whether staff may close the kiosk now. Wrong tries are counted on disk, so a restart does not forget them.
 * Failures: `pin-wrong`, `pin-locked`, `exit-while-writing`, `action-not-possible` without a PIN configured.
 */
export function mayExit(exit: StaffExit, pin: string): Result<null> {
  const { pinHash, isWriting } = exit;
  if (pinHash === undefined) return fail(failure('action-not-possible', 'no staff.pin is configured'));
  const listening = listens(exit);
  if (!listening.ok) return listening;
  if (!verifyPin(pin, pinHash)) return wrongPin(exit);
  const cleared = rightPin(exit);
  if (!cleared.ok) return cleared;
  return isWriting() ? fail(failure('exit-while-writing')) : ok(null);
}
