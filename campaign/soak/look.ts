import { readToken } from '../../src/main/card/read.ts';
import { readImage } from '../../src/main/card/read-image.ts';
import { sessionOver } from '../../src/main/card/testing/session.ts';
import { openImage, type TrustedKeys } from '../../src/shared/image/envelope.ts';
import type { Transaction } from '../../src/shared/image/model.ts';
import { CENTS, POINTS } from '../stand/issue.ts';
import { Broken } from '../tear/broken.ts';
import type { Person } from './people.ts';
import type { Balances } from './reference.ts';

export interface Carried extends Balances {
  /** Transactions of the log that are in no image yet. */
  readonly log: readonly Transaction[];
}

/** What the token carries, read as a stranger would: the balances of its image and its log together. */
export async function carriedBy({ token }: Person, keys: TrustedKeys): Promise<Carried> {
  const lay = !token.token.present;
  if (lay) token.token.insert();
  const session = sessionOver(token);
  const reading = await readToken(session);
  if (!reading.ok) throw new Broken('neither-old-nor-new', `not readable: ${reading.failure.detail}`);
  const { log, logLost, logTorn } = reading.value;
  if (logLost > 0 || logTorn > 0) throw new Broken('lost-or-doubled', `${logLost} lost, ${logTorn} torn`);
  const image = await readImage(session, reading.value);
  if (!image.ok) throw new Broken('neither-old-nor-new', image.failure.detail);
  if (lay) token.token.remove();
  const opened = openImage(image.value, keys);
  if (!opened.ok) throw new Broken('neither-old-nor-new', opened.failure.detail);
  const transactions = log.map(({ transaction }) => transaction);
  const of = (wanted: string): number => {
    const cell = opened.value.image.cells.find(({ programme }) => programme === wanted);
    if (cell?.kind !== 'points' && cell?.kind !== 'purse')
      throw new Broken('lost-or-doubled', `the image has no ${wanted}`);
    const logged = transactions.filter(({ programme }) => programme === wanted);
    return logged.reduce((sum, { amount }) => sum + amount, cell.payload.balance);
  };
  return { points: of(POINTS), cents: of(CENTS), log: transactions };
}

/** How many records of the token's log wait for an image. */
export async function logLength({ token }: Person): Promise<number> {
  token.token.insert();
  const reading = await readToken(sessionOver(token));
  token.token.remove();
  return reading.ok ? reading.value.log.length : Number.POSITIVE_INFINITY;
}

/** The token carries what the reference says. */
export function checkCarried(carried: Carried, expected: Balances): void {
  if (carried.points === expected.points && carried.cents === expected.cents) return;
  const [is, should] = [carried, expected].map(({ points, cents }) => `${points} points and ${cents} cents`);
  throw new Broken('lost-or-doubled', `the token carries ${is} instead of ${should}`);
}
