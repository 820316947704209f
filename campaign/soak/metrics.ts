import { type Gauge, rssOf, type Sample, sampleSelf, sizeOf } from '../stand/gauge.ts';
import { count, type Metric, type Tally } from '../tally.ts';
import { TEAR_METRICS } from '../tear/metrics.ts';
import type { World } from './world.ts';

export const VISITS = 'visits';
export const KIOSK = 'kiosk process';
/** The same of a run in which the process warms up all the time: its rise says nothing, and has no bar. */
const WARMING = 'kiosk process (too few visits to judge)';
const LEAST_TO_JUDGE = 5_000;
/** What comes of a run is counted under this, by name. */
const counted = (name: string): Metric => ({ name, unit: 'count', better: 'higher', combine: 'sum' });
const grows = (group: string, name: string, unit: string, bar?: number): Metric => ({
  ...{ name: `${name}-slope`, unit: `${unit}/1000`, better: 'lower', combine: 'max', group },
  ...(bar === undefined ? {} : { bar }),
});
const most = (group: string, name: string, unit: string): Metric => ({
  ...{ name: `${name}-max`, unit, better: 'lower', combine: 'max', group },
});

export const TURNS = {
  updated: counted('updated'),
  current: counted('current'),
  declined: counted('declined'),
  taken: counted('taken-at-offer'),
  left: counted('left-interrupted'),
  refused: counted('refused'),
  offline: counted('offline'),
  synchronized: counted('synchronized'),
  'merge-needed': counted('merge-needed'),
  'histories-cut': counted('histories-cut'),
  merged: counted('merged'),
  replaced: counted('replaced'),
} as const;
export const OUTAGES = counted('outages');
export const REOPENINGS = counted('reopenings');
export const RECOVERY: Metric = { name: 'longest-recovery', unit: 'ms', better: 'lower', combine: 'max' };
export const CUTS: Metric = { name: 'cuts', unit: 'count', better: 'higher', combine: 'sum' };

/** Each of these with its unit and how much it may rise in 1,000 visits. */
const WATCHED: readonly (readonly [name: string, unit: string, bar?: number])[] = [
  ['heap', 'MiB', 0.25],
  ['rss', 'MiB', 2],
  ['fds', 'count', 0.1],
  ['handles', 'count', 0.1],
  ['journal', 'MiB'],
  ['server-rss', 'MiB'],
];
const SLOPES = WATCHED.flatMap(([name, unit, bar]) => [
  { name, group: KIOSK, metric: grows(KIOSK, name, unit, bar) },
  { name, group: WARMING, metric: grows(WARMING, name, unit) },
]);
const MOSTS = WATCHED.flatMap(([name, unit]) =>
  [KIOSK, WARMING].map((group) => ({ name, group, metric: most(group, name, unit) })),
);

export const SOAK_METRICS: readonly Metric[] = [
  ...TEAR_METRICS,
  ...Object.values(TURNS),
  OUTAGES,
  REOPENINGS,
  ...SLOPES.map(({ metric }) => metric),
  ...MOSTS.map(({ metric }) => metric),
];

/** What kiosk and server hold, once the outbox is empty and garbage is collected. */
export const sample = async ({ branch }: World): Promise<Sample> => ({
  ...(await sampleSelf()),
  journal: sizeOf(branch.journal),
  'server-rss': branch.online ? rssOf(branch.office.pid) : 0,
});

export function noteGrowth(tally: Tally, gauge: Gauge, visits: number): void {
  const own = visits < LEAST_TO_JUDGE ? WARMING : KIOSK;
  for (const { name, group, metric } of SLOPES)
    if (group === own) count(tally, group, metric, gauge.slope(name));
  for (const { name, group, metric } of MOSTS)
    if (group === own) count(tally, group, metric, gauge.max(name));
}
