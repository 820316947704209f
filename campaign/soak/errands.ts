import { must } from '../../src/shared/testing/results.ts';
import { bookTransaction, setIndicator } from '../../src/virtual-token/terminal/terminal.ts';
import type { Random } from '../random.ts';
import type { SoakBranch } from './branch.ts';
import { logLength } from './look.ts';
import type { Person } from './people.ts';
import type { Reference } from './reference.ts';

/** The log has room for 20: a terminal that finds it full sends its customer to a kiosk. */
const MOST_LOGGED = 12;
const REQUESTED_AT = 1_795_000_000;

/** What terminals write to the token, telling nobody. */
async function offline({ number, token }: Person, reference: Reference, random: Random): Promise<void> {
  for (let n = random.between(1, 2); n > 0; n--)
    must(bookTransaction(token.token, reference.add(number, true, random)));
}

/** What somebody does before they come to the kiosk. */
export async function runErrands(
  { office, online }: SoakBranch,
  person: Person,
  reference: Reference,
  random: Random,
): Promise<void> {
  const { number, tokenId, token, interrupted } = person;
  if (random.chance(0.2) && (await logLength(person)) < MOST_LOGGED) await offline(person, reference, random);
  if (random.chance(0.06) && !interrupted) {
    const requestId = Array.from(random.bytes(8), (byte) => byte.toString(16).padStart(2, '0')).join('');
    must(
      setIndicator(token.token, {
        state: 'requested',
        requestId,
        reason: 'restore',
        requestedAt: REQUESTED_AT,
      }),
    );
  }
  if (!online) return;
  if (random.chance(0.22)) {
    const posted = Array.from({ length: random.between(1, 2) }, () => reference.add(number, false, random));
    await office.post(tokenId, posted);
  }
  const late = random.chance(0.06) ? reference.lastOffline(number) : null;
  if (late !== null) await office.post(tokenId, [late]);
  if (random.chance(0.06)) await office.requestUpdate(tokenId);
}
