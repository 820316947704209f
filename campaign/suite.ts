import type { Metric, Tally } from './tally.ts';

/** What of a campaign is to be run. */
export interface Run {
  readonly seed: number;
  /** How many cases, from case 0 on. */
  readonly cases: number;
  /** Only this case. */
  readonly only: number | null;
  /** Of so many workers this one, from 0: it runs the cases whose number leaves this rest. */
  readonly worker: number;
  readonly workers: number;
}

/** A campaign: a file in this folder each. */
export interface Suite {
  readonly name: string;
  /** What is done to what, and what must hold. */
  readonly help: string;
  /** Cases of a full run. */
  readonly cases: number;
  /** Whether its cases may run in several threads at once. */
  readonly parallel: boolean;
  readonly metrics: readonly Metric[];
  run(run: Run): Promise<Tally>;
}

/** Whether the case belongs to this run. */
export const isWanted = ({ only, worker, workers }: Run, number: number): boolean =>
  only === null ? number % workers === worker : number === only;

export const wholeRun = (seed: number, cases: number): Run => ({
  seed,
  cases,
  only: null,
  worker: 0,
  workers: 1,
});
