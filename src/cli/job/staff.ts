import type { Config } from '../../main/config/schema.ts';
import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { StaffMember } from '../../shared/contract/staff.ts';
import { type JobKind, StaffIdSchema } from '../../shared/contract/transfer.ts';

const wrong = (detail: string) => fail(failure('configuration-invalid', detail));

/**
 * Who answers for a job at the terminal. No PIN is asked for: whoever may read the configuration holds the kiosk's
 * credential anyway. Failure: `configuration-invalid` where the job needs somebody else, or another kiosk.
 */
export function staffFor(
  job: JobKind,
  { kiosk, staff }: Pick<Config, 'kiosk' | 'staff'>,
  id: string | undefined,
): Result<StaffMember | null> {
  if (kiosk.mode === 'self-service') {
    if (job === 'replace')
      return wrong('a replacement needs a desk: kiosk.mode "desk", and a credential of that role');
    return id === undefined ? ok(null) : wrong('--staff is for desks, and this kiosk is self-service');
  }
  const ids = staff.members.map((member) => member.id);
  if (id === undefined)
    return ids.length === 0 ? ok(null) : wrong(`say who works at this desk: --staff ${ids.join('|')}`);
  if (ids.length === 0 && StaffIdSchema.safeParse(id).success) return ok({ id, name: id });
  const member = staff.members.find((one) => one.id === id);
  return member === undefined
    ? wrong(`--staff ${id}: staff.members of the configuration has ${ids.join(', ') || 'no such id'}`)
    : ok({ id: member.id, name: member.name });
}
