import type { ScreenName, Snapshot } from '../../src/shared/visit/snapshot.ts';
import type { FaultRequest } from '../../src/virtual-token/faults/fault.ts';
import { isIdle } from '../stand/stand.ts';
import { Broken } from '../tear/broken.ts';
import type { SoakBranch } from './branch.ts';
import type { Person } from './people.ts';

/** What somebody has in mind, and what happens to their token. */
export interface Plan {
  readonly atOffer: 'accept' | 'decline' | 'take';
  /** While it is read, each time that it is put on. */
  readonly reading: readonly FaultRequest[];
  /** While it is written, each time. */
  readonly writing: readonly FaultRequest[];
  /** Whether its holder goes when a write was interrupted, and comes back another time. */
  readonly leaves: boolean;
  readonly mayBeRefused: boolean;
}

export const PLAIN: Plan = {
  atOffer: 'accept',
  reading: [],
  writing: [],
  leaves: false,
  mayBeRefused: false,
};

export type Ending = 'updated' | 'current' | 'declined' | 'taken' | 'left' | 'refused' | 'offline';

export interface Visit {
  readonly ending: Ending;
  /** How often the token left in mid-command. */
  readonly cuts: number;
  readonly interrupted: boolean;
  /** From the first interruption of a write to the end, in milliseconds; 0 for none. */
  readonly recoveryMs: number;
}

const MOST_TURNS = 8;
const SETTLED: readonly ScreenName[] = ['offer', 'done', 'refused', 'removed', 'trouble', 'offline'];

const isSettled =
  ({ token }: Person) =>
  (snapshot: Snapshot): boolean =>
    isIdle(snapshot) ? !token.token.present : SETTLED.includes(snapshot.screen.screen);

/** Somebody comes, does what the screens ask them to, and goes; the kiosk is ready for the next one. */
export async function attend(branch: SoakBranch, person: Person, plan: Plan): Promise<Visit> {
  const { stand } = branch;
  const { token } = person.token;
  const [reading, writing] = [[...plan.reading], [...plan.writing]];
  let cuts = 0;
  let interruptedAt = 0;
  const lay = (): void => {
    token.disarm();
    const fault = interruptedAt === 0 ? reading.shift() : writing.shift();
    if (fault !== undefined) token.arm(fault);
    branch.lay(person);
  };
  const goes = async (ending: Ending): Promise<Visit> => {
    branch.take(person);
    await stand.ready();
    const recoveryMs = interruptedAt === 0 ? 0 : performance.now() - interruptedAt;
    return { ending, cuts, interrupted: interruptedAt > 0, recoveryMs };
  };
  lay();
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const settled = await stand.until(isSettled(person), 'the visit goes on');
    const { screen } = settled;
    if (isIdle(settled)) {
      cuts++;
      lay();
      continue;
    }
    switch (screen.screen) {
      case 'offer': {
        token.disarm();
        if (plan.atOffer === 'take') return await goes('taken');
        if (plan.atOffer === 'decline') {
          stand.act('decline');
          return await goes('declined');
        }
        const fault = writing.shift();
        if (fault !== undefined) token.arm(fault);
        stand.act('accept');
        break;
      }
      case 'removed':
        cuts++;
        if (interruptedAt === 0) interruptedAt = performance.now();
        if (plan.leaves) {
          await branch.reopen();
          return { ending: 'left', cuts, interrupted: true, recoveryMs: 0 };
        }
        lay();
        break;
      case 'trouble':
        if (screen.failure.retry === 'never')
          throw new Broken('needed-staff', `${screen.failure.code}: ${screen.failure.detail}`);
        if (!token.present) cuts++;
        branch.take(person);
        await stand.ready();
        lay();
        break;
      case 'done':
        return await goes(screen.outcome);
      case 'offline':
        if (branch.online) throw new Broken('unexpected', 'offline, while the host is there');
        return await goes('offline');
      case 'refused':
        if (!plan.mayBeRefused) throw new Broken('needed-staff', `refused: ${screen.reason}`);
        return await goes('refused');
    }
  }
  throw new Broken(
    'needed-staff',
    `no end after ${MOST_TURNS} turns: ${JSON.stringify(stand.snapshot.screen)}`,
  );
}
