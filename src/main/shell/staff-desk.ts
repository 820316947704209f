import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { StaffMember } from '../../shared/contract/staff.ts';
import { verifyPinAside } from '../config/pin.ts';
import type { Config } from '../config/schema.ts';
import { listens, type PinPad, rightPin, wrongPin } from './pin-pad.ts';

export interface StaffDeskParts extends PinPad {
  readonly mode: Config['kiosk']['mode'];
  readonly members: Config['staff']['members'];
  readonly setStaff: (member: StaffMember | null) => void;
}

/** Signs staff in and out at a desk, by their PINs. */
export class StaffDesk {
  readonly #parts: StaffDeskParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: StaffDeskParts) {
    this.#parts = parts;
  }

  /**
   * Who has this PIN works here from now on. Failures: `pin-wrong` and `pin-locked`, counted together with the PIN to
   * leave; `action-not-possible` where no staff sign in, and for a PIN that two members have.
   */
  signIn(pin: string): Promise<Result<StaffMember>> {
    // One after the other: tries at the same time would all be looked at before the first of them counts.
    const answer = this.#last.then(() => this.#try(pin));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  signOut(): Result<null> {
    this.#parts.setStaff(null);
    return ok(null);
  }

  async #try(pin: string): Promise<Result<StaffMember>> {
    const { mode, members, setStaff } = this.#parts;
    if (mode !== 'desk') return fail(failure('action-not-possible', 'no staff work at a self-service kiosk'));
    if (members.length === 0)
      return fail(failure('action-not-possible', 'no staff.members are configured: nobody has to sign in'));
    const listening = listens(this.#parts);
    if (!listening.ok) return listening;
    const found: StaffMember[] = [];
    for (const { id, name, pin: stored } of members)
      if (await verifyPinAside(pin, stored)) found.push({ id, name });
    const [member, another] = found;
    if (member === undefined) return wrongPin(this.#parts);
    if (another !== undefined)
      return fail(
        failure(
          'action-not-possible',
          `${member.id} and ${another.id} have the same PIN: give one a new one`,
        ),
      );
    const cleared = rightPin(this.#parts);
    if (!cleared.ok) return cleared;
    setStaff(member);
    return ok(member);
  }
}
