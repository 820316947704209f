import type { Transaction } from '../../src/shared/image/model.ts';
import type { Random } from '../random.ts';
import { type Holding, makeToken, type PlainCell, someCells, worthOf } from './holding.ts';
import type { ServerSeat } from './server-seat.ts';

export const JOBS = ['synchronize', 'merge', 'replace'] as const;
export type Job = (typeof JOBS)[number];

/** Two devices of one account: the job's first and second, with what each must come to. */
export interface Pair {
  readonly job: Job;
  readonly account: string;
  readonly first: Holding;
  readonly second: Holding;
  /** Those that the job writes. */
  readonly written: readonly Holding[];
}

/** What can be laid down: all but what was lost. */
export const atHand = ({ job, first, second }: Pair): readonly Holding[] =>
  job === 'replace' ? [second] : [first, second];

const earned = (counter: number, amount: number): Transaction => ({
  terminal: 'MKT-0017',
  counter,
  at: 1_795_000_000 + counter,
  programme: 'HARBOUR',
  action: 'earn',
  amount,
});

const withPoints = (cells: readonly PlainCell[], transactions: readonly Transaction[]): PlainCell[] =>
  cells.map((cell) =>
    cell.kind === 'points'
      ? {
          ...cell,
          payload: { balance: transactions.reduce((sum, { amount }) => sum + amount, cell.payload.balance) },
        }
      : cell,
  );

/**
 * For a merge both were used on their own since they were alike; for a synchronization only the first was. For a
 * replacement the second is new, and what became of the first since its backup only the host knows.
 */
export async function issuePair(host: ServerSeat, random: Random, job: Job, number: number): Promise<Pair> {
  const cells = someCells(random);
  const account = `JOB-${number}`;
  const common = [earned(1, random.between(1, 500))];
  const ofFirst = [
    ...common,
    ...Array.from({ length: random.between(1, 3) }, (_, i) => earned(10 + i, 7 + i)),
  ];
  const ofSecond = job === 'merge' ? [...common, earned(20, random.between(1, 500))] : common;
  const union = [...ofFirst, ...ofSecond.slice(common.length)];
  const worth = worthOf(withPoints(cells, union));
  const issue = async (nth: 1 | 2, included: readonly Transaction[] | null): Promise<Holding> => {
    const tokenId = `9281000${nth}${`${number}`.padStart(8, '0')}`;
    const slots = random.chance(0.3) ? 1 : 2;
    const carried = included === null ? [] : withPoints(cells, included);
    const booked = included ?? [];
    const made = await makeToken(host, random, { tokenId, slots, account, cells: carried, included: booked });
    return { ...made, booked, worth };
  };
  const first = await issue(1, job === 'replace' ? common : ofFirst);
  const second = await issue(2, job === 'replace' ? null : ofSecond);
  if (job === 'replace') {
    const { tokenId } = first;
    const since = ofFirst.slice(common.length).map((transaction) => ({ tokenId, ...transaction }));
    await host.call('POST', '/v1/transactions', since);
  }
  return { job, account, first, second, written: job === 'merge' ? [first, second] : [second] };
}
