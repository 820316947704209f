import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { command, ROOT } from './command.ts';
import { failed, failedTest, type Outcome, type Stage } from './stage.ts';

/** Of vitest's JSON report, what counts. */
const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          title: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()),
        }),
      ),
    }),
  ),
});

/** So begins the title of a test that stands for those that this machine does not allow, and says what is missing. */
export const NOT_RUN = 'not run here: ';

/** The tests of one vitest project (vitest.config.ts). */
export function vitest(project: string, limitMs: number): Stage {
  return {
    name: project,
    async run() {
      const file = path.join(ROOT, `.recard/reports/${project}.json`);
      await mkdir(path.dirname(file), { recursive: true });
      await rm(file, { force: true });
      const args = [
        'run',
        '--project',
        project,
        '--reporter=default',
        '--reporter=json',
        `--outputFile=${file}`,
      ];
      const { ok, how } = await command('vitest', args, { limitMs, live: true });
      return vitestOutcome(await readReport(file), ok, how);
    },
  };
}

/** Text of a report, undefined when the runner did not come to write one. */
export function readReport(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Counts a report. A file that could not be loaded has no tests to count and is one failure. */
export function vitestOutcome(text: string | undefined, ok: boolean, how: string): Outcome {
  if (text === undefined) return failed(`vitest wrote no report: ${how}`);
  const report = reportSchema.parse(JSON.parse(text));
  const unloadable = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  const failures = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map((test) =>
        failedTest(`${path.relative(ROOT, name)}: ${test.fullName}`, test.failureMessages.join('\n')),
      ),
  );
  const notRun = report.testResults
    .flatMap(({ assertionResults }) => assertionResults.map(({ title }) => title))
    .filter((title) => title.startsWith(NOT_RUN));
  const passed = report.numPassedTests - notRun.length;
  const skipped = report.numPendingTests + report.numTodoTests;
  const counted = report.numFailedTests + unloadable.length + skipped;
  const isEmpty = ok && passed <= 0 && counted === 0;
  const notes = [
    ...notRun,
    ...(isEmpty ? ['vitest found no test'] : []),
    ...failures,
    ...unloadable.map((file) => `could not be run: ${path.relative(ROOT, file.name)}`),
    ...(skipped > 0 ? [`${skipped} skipped: a skipped test fails the build`] : []),
    ...(counted === 0 && !ok ? [`vitest failed outside of any test: ${how}`] : []),
  ];
  return { passed, failed: Math.max(counted, ok && !isEmpty ? 0 : 1), notes };
}
