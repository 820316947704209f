import { rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { command, ROOT } from './command.ts';
import { failed, type Outcome, type Stage } from './stage.ts';
import { readReport } from './vitest.ts';

/** Of Playwright's JSON report, what counts. `errors` are those outside of any test. */
const reportSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.object({ message: z.string().optional() })),
});

const REPORT = path.join(ROOT, 'e2e/results/report.json');

/** The whole application, end to end (playwright.config.ts). */
export function endToEnd(limitMs: number): Stage {
  return {
    name: 'e2e',
    async run() {
      await rm(REPORT, { force: true });
      const { ok, how } = await command('playwright', ['test'], { limitMs, live: true });
      return playwrightOutcome(await readReport(REPORT), ok, how);
    },
  };
}

/** Counts a report. A flaky test and a skipped one are failures. */
export function playwrightOutcome(text: string | undefined, ok: boolean, how: string): Outcome {
  if (text === undefined) return failed(`Playwright wrote no report: ${how}`);
  const { stats, errors } = reportSchema.parse(JSON.parse(text));
  const counted = stats.unexpected + stats.flaky + stats.skipped + errors.length;
  const notes = [
    ...errors.map((error) => error.message ?? 'an error outside of any test'),
    ...(stats.skipped > 0 ? [`${stats.skipped} skipped: a skipped test fails the build`] : []),
    ...(counted === 0 && !ok ? [`Playwright failed outside of any test: ${how}`] : []),
  ];
  return { passed: stats.expected, failed: Math.max(counted, ok ? 0 : 1), notes };
}
