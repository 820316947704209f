import { type Figure, figure, notRun } from '../bench/figures.ts';

/** One number that a campaign keeps, and what it must come to. */
export interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  /** How numbers of several cases make one. */
  readonly combine: 'sum' | 'max';
  readonly bar?: number;
  /** Of how much of it there must be in all, for each case: a campaign that does no harm shows nothing. */
  readonly perCase?: number;
  /** The only group that has it, and which then has no others; every other group unless told. */
  readonly group?: string;
}

/** Something that must not be: the case that showed it, counted under `metric`. */
export interface Finding {
  readonly case: number;
  readonly group: string;
  readonly metric: string;
  readonly detail: string;
}

/** Of fewer cases none may meet any harm by chance. */
const LEAST_FOR_RATES = 20;

const CASES: Metric = { name: 'cases', unit: 'count', better: 'higher', combine: 'sum' };

/** What a campaign counted so far; plain data, so that worker threads can hand it over. */
export interface Tally {
  readonly groups: Record<string, Record<string, number>>;
  readonly findings: Finding[];
  /** Why nothing could be run. */
  readonly obstacle?: string;
}

export const emptyTally = (): Tally => ({ groups: {}, findings: [] });

/** Adds to a number of `group`, or raises it. */
export function count(tally: Tally, group: string, { name, combine }: Metric, value = 1): void {
  tally.groups[group] ??= {};
  const numbers = tally.groups[group];
  const before = numbers[name];
  numbers[name] = before === undefined ? value : combine === 'sum' ? before + value : Math.max(before, value);
}

/** What is told while a campaign goes on: so many more cases began, or one showed something. */
export type News = { readonly begun: number } | { readonly found: Finding };
let hear: ((news: News) => void) | undefined;

/** Has all that the cases of this thread tell from now on. */
export function hearNews(by: (news: News) => void): void {
  hear = by;
}

export const tellNews = (news: News): void => hear?.(news);

export function countCase(tally: Tally, group: string): void {
  count(tally, group, CASES);
  tellNews({ begun: 1 });
}

export function addFinding(tally: Tally, finding: Finding): void {
  tally.findings.push(finding);
  tellNews({ found: finding });
}

/** The tallies of several workers as one. */
export function joined(tallies: readonly Tally[], metrics: readonly Metric[]): Tally {
  const all = emptyTally();
  for (const { groups, findings } of tallies) {
    all.findings.push(...findings);
    for (const [group, numbers] of Object.entries(groups))
      for (const metric of [CASES, ...metrics]) {
        const value = numbers[metric.name];
        if (value !== undefined) count(all, group, metric, value);
      }
  }
  all.findings.sort((a, b) => a.case - b.case);
  // Where one worker could not run, the cases of this run are not what they were to be.
  const obstacle = tallies.find((tally) => tally.obstacle !== undefined)?.obstacle;
  return obstacle === undefined ? all : { ...all, obstacle };
}

export const sumOf = (tally: Tally, metric: string): number =>
  Object.values(tally.groups).reduce((sum, numbers) => sum + (numbers[metric] ?? 0), 0);

export const casesOf = (tally: Tally): number => sumOf(tally, CASES.name);

function metricsOf(group: string, metrics: readonly Metric[]): readonly Metric[] {
  const own = metrics.filter((metric) => metric.group === group);
  return own.length > 0 ? own : [CASES, ...metrics.filter((metric) => metric.group === undefined)];
}

/** The figures of every group; those that count findings are 0 where there is none. `least`: cases that must have run. */
export function figuresOf(
  suite: string,
  tally: Tally,
  metrics: readonly Metric[],
  least: number,
): readonly Figure[] {
  const { name: metric, unit, better } = CASES;
  const all = { suite, case: 'all', metric, unit, better, bar: least };
  if (tally.obstacle !== undefined) return [notRun(all, tally.obstacle)];
  const total = figure({ ...all, value: casesOf(tally) });
  const harm = metrics
    .filter(({ perCase }) => perCase !== undefined && least >= LEAST_FOR_RATES)
    .map(({ name, unit, better, perCase = 0 }) =>
      figure({
        ...{ suite, case: 'all', metric: name, unit, better },
        ...{ value: sumOf(tally, name), bar: Math.ceil(perCase * least) },
      }),
    );
  const groups = Object.entries(tally.groups).flatMap(([group, numbers]) =>
    metricsOf(group, metrics).map(({ name, unit, better, bar }) =>
      figure({
        suite,
        case: group,
        metric: name,
        value:
          (numbers[name] ?? 0) +
          tally.findings.filter((found) => found.group === group && found.metric === name).length,
        unit,
        better,
        ...(bar === undefined ? {} : { bar }),
      }),
    ),
  );
  return [total, ...harm, ...groups];
}

/** Whether a campaign ran, found nothing, and reached every bar. */
export const heldAll = ({ findings, obstacle }: Tally, figures: readonly Figure[]): boolean =>
  obstacle === undefined && findings.length === 0 && figures.every(({ holds }) => holds !== false);
