import type { Transaction } from '../../src/shared/image/model.ts';
import type { Random } from '../random.ts';
import { type Holding, makeToken, type PlainCell, someCells, worthOf } from './holding.ts';
import type { ServerSeat } from './server-seat.ts';

export const JOBS = ['synchronize', 'merge'] as const;
export type Job = (typeof JOBS)[number];

/** Two devices of one account: the job's first and second, with what each must come to. */
export interface Pair {
  readonly job: Job;
  readonly first: Holding;
  readonly second: Holding;
  /** Those that the job writes. */
  readonly written: readonly Holding[];
}

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

/** For a merge both were used on their own since they were alike; for a synchronization only the first was. */
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
  const issue = async (nth: 1 | 2, included: readonly Transaction[]): Promise<Holding> => {
    const tokenId = `9281000${nth}${`${number}`.padStart(8, '0')}`;
    const slots = random.chance(0.3) ? 1 : 2;
    const carried = withPoints(cells, included);
    const made = await makeToken(host, random, { tokenId, slots, account, cells: carried, included });
    return { ...made, booked: included, worth: worthOf(withPoints(cells, union)) };
  };
  const first = await issue(1, ofFirst);
  const second = await issue(2, ofSecond);
  return { job, first, second, written: job === 'merge' ? [first, second] : [second] };
}
