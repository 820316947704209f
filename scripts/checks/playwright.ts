import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { command, ROOT } from './command.ts';
import { failed, failedTest, type Outcome, type Stage } from './stage.ts';
import { readReport } from './vitest.ts';

/** The tests of a file, or of a `describe` in it. */
const suiteSchema = z.object({
  specs: z.array(
    z.object({
      title: z.string(),
      file: z.string(),
      ok: z.boolean(),
      tests: z.array(
        z.object({
          results: z.array(z.object({ errors: z.array(z.object({ message: z.string().optional() })) })),
        }),
      ),
    }),
  ),
  get suites() {
    return z.array(suiteSchema).optional();
  },
});

type Suite = z.infer<typeof suiteSchema>;

/** Of Playwright's JSON report, what counts. `errors` are those outside of any test. */
const reportSchema = z.object({
  suites: z.array(suiteSchema),
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.object({ message: z.string().optional() })),
});

/** The tests of one project of Playwright's (playwright.config.ts). */
export function playwright(project: string, limitMs: number): Stage {
  return {
    name: project,
    async run() {
      const report = path.join(ROOT, `.recard/reports/${project}.json`);
      await mkdir(path.dirname(report), { recursive: true });
      await rm(report, { force: true });
      const results = path.join(ROOT, 'e2e/results', project);
      const args = ['test', '--project', project, '--output', results, '--reporter', 'list,json'];
      const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
      const { ok, how } = await command('playwright', args, { limitMs, live: true, env });
      return playwrightOutcome(await readReport(report), ok, how);
    },
  };
}

/** Counts a report. A flaky test and a skipped one are failures. */
export function playwrightOutcome(text: string | undefined, ok: boolean, how: string): Outcome {
  if (text === undefined) return failed(`Playwright wrote no report: ${how}`);
  const { suites, stats, errors } = reportSchema.parse(JSON.parse(text));
  const counted = stats.unexpected + stats.flaky + stats.skipped + errors.length;
  const isEmpty = ok && stats.expected === 0 && counted === 0;
  const notes = [
    ...(isEmpty ? ['Playwright found no test'] : []),
    ...suites.flatMap(failures),
    ...errors.map((error) => error.message ?? 'an error outside of any test'),
    ...(stats.skipped > 0 ? [`${stats.skipped} skipped: a skipped test fails the build`] : []),
    ...(counted === 0 && !ok ? [`Playwright failed outside of any test: ${how}`] : []),
  ];
  return { passed: stats.expected, failed: Math.max(counted, ok && !isEmpty ? 0 : 1), notes };
}

function failures({ specs, suites }: Suite): readonly string[] {
  const here = specs
    .filter(({ ok }) => !ok)
    .map(({ file, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors));
      return failedTest(`${file}: ${title}`, errors.map(({ message }) => message ?? '').join('\n'));
    });
  return [...here, ...(suites ?? []).flatMap(failures)];
}
