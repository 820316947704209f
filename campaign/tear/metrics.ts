import { addFinding, count, countCase, type Metric, type Tally } from '../tally.ts';
import { Broken } from './broken.ts';
import type { Recovered } from './case.ts';

const never = (name: string): Metric => ({ name, unit: 'count', better: 'lower', combine: 'sum', bar: 0 });
const CUTS: Metric = { name: 'cuts', unit: 'count', better: 'higher', combine: 'sum', perCase: 0.1 };
const RECOVERY: Metric = { name: 'longest-recovery', unit: 'ms', better: 'lower', combine: 'max' };

/** What every suite that tears tokens counts. */
export const TEAR_METRICS: readonly Metric[] = [
  CUTS,
  never('neither-old-nor-new'),
  never('needed-staff'),
  never('lost-or-doubled'),
  never('false-success'),
  never('unexpected'),
  RECOVERY,
];

/** Carries out a case and counts what came of it; `false` when it showed something that must not be. */
export async function tried(
  tally: Tally,
  about: { readonly case: number; readonly group: string; readonly what: string },
  work: () => Promise<Recovered>,
): Promise<boolean> {
  const { case: number, group, what } = about;
  countCase(tally, group);
  try {
    const { cuts, recoveryMs } = await work();
    count(tally, group, CUTS, cuts);
    count(tally, group, RECOVERY, recoveryMs);
    return true;
  } catch (error) {
    const metric = error instanceof Broken ? error.metric : 'unexpected';
    const detail = error instanceof Broken ? error.message : String(error);
    addFinding(tally, { case: number, group, metric, detail: `${what} ${detail}` });
    return false;
  }
}
