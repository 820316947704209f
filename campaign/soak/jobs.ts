import type { JobAction } from '../../src/shared/contract/ipc.ts';
import { must } from '../../src/shared/testing/results.ts';
import type { Screen, Snapshot } from '../../src/shared/visit/snapshot.ts';
import type { FaultRequest } from '../../src/virtual-token/faults/fault.ts';
import { Broken } from '../tear/broken.ts';
import type { SoakBranch } from './branch.ts';
import type { Person } from './people.ts';

type Asked = Extract<Screen, { screen: 'present' }>;
const MOST_TURNS = 12;

const act = ({ stand }: SoakBranch, action: JobAction): void => {
  must(stand.kiosk.runner.actOnJob(action));
};

const isFree = ({ screen }: Snapshot): boolean => !('busy' in screen && screen.busy);

async function over(branch: SoakBranch, people: readonly Person[]): Promise<void> {
  for (const person of people) branch.take(person);
  await branch.stand.ready();
}

/** The devices of a job, and what happens to the one that is written. */
interface Devices {
  readonly first: Person | null;
  readonly second: Person;
  readonly fault: FaultRequest | null;
}

/** Carried out; refused for a reason that may be; or only a person could say what the result is to be. */
export type Ended = 'done' | 'refused' | 'conflict';

/**
 * Goes on with a job from the moment at which it asks for a device: lays down what is asked for, agrees to the
 * result. Refused only for `mayRefuse`.
 */
async function carryOn(branch: SoakBranch, devices: Devices, mayRefuse: string | null): Promise<Ended> {
  const { stand } = branch;
  const people = [devices.first, devices.second].filter((person) => person !== null);
  const laid = new Set<string>();
  const isNew = ({ screen }: Snapshot): boolean =>
    ['done', 'refused', 'trouble', 'removed'].includes(screen.screen) ||
    (screen.screen === 'compare' && isFree(stand.snapshot)) ||
    (screen.screen === 'present' && !laid.has(keyOf(screen)));
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const { screen } = await stand.until(isNew, 'the job goes on');
    switch (screen.screen) {
      case 'present': {
        laid.add(keyOf(screen));
        const person = devices[screen.role];
        if (person === null) throw new Broken('unexpected', `it asks for the ${screen.role} device`);
        branch.lay(person, screen.role === 'first' ? 0 : 1);
        break;
      }
      case 'compare':
        // Both were used for so long that neither remembers all of it: a person decides, and this one does not.
        if (screen.preview.merge?.rows.some(({ reason }) => reason === 'histories-cut')) {
          act(branch, { type: 'cancel' });
          await over(branch, people);
          return 'conflict';
        }
        if (devices.fault !== null && turn < MOST_TURNS / 2) devices.second.token.token.arm(devices.fault);
        act(branch, { type: 'confirm' });
        break;
      case 'removed':
        for (const person of people) {
          person.token.token.disarm();
          if (!person.token.token.present) branch.lay(person, person === devices.first ? 0 : 1);
        }
        break;
      case 'done':
        await over(branch, people);
        return 'done';
      case 'refused':
        if (screen.reason !== mayRefuse)
          throw new Broken('needed-staff', `the job is refused: ${screen.reason}`);
        await over(branch, people);
        return 'refused';
      default:
        throw new Broken('needed-staff', `the job ends with ${JSON.stringify(screen)}`);
    }
  }
  throw new Broken('needed-staff', `the job does not end: ${JSON.stringify(stand.snapshot.screen)}`);
}

const keyOf = ({ role, toWrite }: Asked): string => `${role} ${toWrite}`;

/** From one device to the other, or both into one content. */
export async function transfer(
  branch: SoakBranch,
  job: 'synchronize' | 'merge',
  first: Person,
  second: Person,
  fault: FaultRequest | null,
): Promise<Ended> {
  act(branch, { type: 'start', job });
  return await carryOn(branch, { first, second, fault }, job === 'synchronize' ? 'merge-needed' : null);
}

/** Staff put a new token in the place of one that was lost. */
export async function replace(
  branch: SoakBranch,
  lost: Person,
  fresh: Person,
  fault: FaultRequest | null,
): Promise<void> {
  const { stand } = branch;
  act(branch, { type: 'start', job: 'replace' });
  act(branch, { type: 'search', by: 'account', value: lost.account });
  const found = ({ screen }: Snapshot) =>
    screen.screen === 'find' && !screen.busy && screen.customers !== null;
  await stand.until(found, 'the customer is found');
  act(branch, { type: 'report', tokenId: lost.tokenId, report: 'lost' });
  const { screen } = await stand.until(
    ({ screen }) => screen.screen === 'backups' && !screen.busy,
    'the backups are offered',
  );
  const suggested = screen.screen === 'backups' ? screen.offers.find((offer) => offer.suggested) : undefined;
  if (suggested === undefined) throw new Broken('needed-staff', 'no backup is suggested');
  act(branch, { type: 'choose-backup', backupId: suggested.backupId });
  const ended = await carryOn(branch, { first: null, second: fresh, fault }, null);
  if (ended !== 'done') throw new Broken('needed-staff', `the new token is not written: ${ended}`);
}
