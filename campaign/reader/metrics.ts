import type { Gauge } from '../stand/gauge.ts';
import { addFinding, count, countCase, type Metric, type Tally } from '../tally.ts';
import { Broken } from '../tear/broken.ts';
import { TEAR_METRICS } from '../tear/metrics.ts';
import type { Hurt } from './case.ts';

/** A kiosk is back in service within so many milliseconds. */
export const BACK_WITHIN_MS = 3_000;
const PROCESS = 'main process';

const RECOVERY: Metric = {
  ...{ name: 'longest-recovery', unit: 'ms', better: 'lower', combine: 'max' },
  bar: BACK_WITHIN_MS,
};
const MEDIAN: Metric = { name: 'median-recovery', unit: 'ms', better: 'lower', combine: 'max' };
const LATE: Metric = { name: 'late', unit: 'count', better: 'lower', combine: 'sum', bar: 0 };
const IN_COMMAND: Metric = { name: 'in-command', unit: 'count', better: 'higher', combine: 'sum' };
const rise = (name: string, unit: string, bar: number): Metric => ({
  ...{ name, unit: `${unit}/100`, better: 'lower', combine: 'max', group: PROCESS, bar },
});
const SLOPES = {
  heap: rise('heap-slope', 'MiB', 0.25),
  fds: rise('fds-slope', 'count', 0.5),
  handles: rise('handles-slope', 'count', 0.5),
} as const;
const MOST = (name: string, unit: string): Metric => ({
  ...{ name, unit, better: 'lower', combine: 'max', group: PROCESS },
});
const MOSTS = {
  heap: MOST('heap-max', 'MiB'),
  rss: MOST('rss-max', 'MiB'),
  fds: MOST('fds-max', 'count'),
  handles: MOST('handles-max', 'count'),
} as const;

export const READER_METRICS: readonly Metric[] = [
  IN_COMMAND,
  ...TEAR_METRICS.filter(({ name }) => name !== 'cuts' && name !== RECOVERY.name),
  LATE,
  RECOVERY,
  MEDIAN,
  ...Object.values(SLOPES),
  ...Object.values(MOSTS),
];

/** All recoveries of a run, by their group. */
export class Recoveries {
  readonly #all = new Map<string, number[]>();

  add(group: string, ms: number): void {
    const those = this.#all.get(group) ?? [];
    those.push(ms);
    this.#all.set(group, those);
  }

  note(tally: Tally): void {
    for (const [group, those] of this.#all) {
      const inOrder = those.toSorted((a, b) => a - b);
      count(tally, group, RECOVERY, inOrder.at(-1));
      count(tally, group, MEDIAN, inOrder[Math.floor(inOrder.length / 2)]);
    }
  }
}

/** Carries out a case and notes what came of it; `false` when it did not come to its end. */
export async function noteRecovery(
  tally: Tally,
  recoveries: Recoveries,
  { case: number, group, what }: { readonly case: number; readonly group: string; readonly what: string },
  work: () => Promise<Hurt>,
): Promise<boolean> {
  countCase(tally, group);
  try {
    const { recoveryMs, inCommand } = await work();
    const ms = Math.round(recoveryMs);
    recoveries.add(group, ms);
    count(tally, group, IN_COMMAND, inCommand ? 1 : 0);
    if (ms > BACK_WITHIN_MS)
      addFinding(tally, { case: number, group, metric: LATE.name, detail: `${what}: ${ms} ms` });
    return true;
  } catch (error) {
    const metric = error instanceof Broken ? error.metric : 'unexpected';
    addFinding(tally, { case: number, group, metric, detail: `${what}: ${String(error)}` });
    return false;
  }
}

/** What the kiosk's own process held along the run. */
export function noteProcess(tally: Tally, gauge: Gauge): void {
  for (const [name, metric] of Object.entries(SLOPES)) count(tally, PROCESS, metric, gauge.slope(name));
  for (const [name, metric] of Object.entries(MOSTS)) count(tally, PROCESS, metric, gauge.max(name));
}
