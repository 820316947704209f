import { expect, test } from 'vitest';
import { playwrightOutcome } from './playwright.ts';
import { vitestOutcome } from './vitest.ts';

const vitestReport = (counts: object, testResults: readonly object[] = []) =>
  JSON.stringify({
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    ...counts,
    testResults,
  });

const playwrightReport = (stats: object, errors: readonly object[] = [], suites: readonly object[] = []) =>
  JSON.stringify({
    suites,
    stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats },
    errors,
  });

test('passed and failed tests are counted as the runners count them', () => {
  expect(vitestOutcome(vitestReport({ numPassedTests: 7, numFailedTests: 2 }), false, 'exit code 1')).toEqual(
    {
      passed: 7,
      failed: 2,
      notes: [],
    },
  );
  expect(playwrightOutcome(playwrightReport({ expected: 5, unexpected: 1 }), false, 'exit code 1')).toEqual({
    passed: 5,
    failed: 1,
    notes: [],
  });
});

test('a failed test is named again with the beginning of what it said', () => {
  const message = `\u001b[31mexpected 1 to be 2\u001b[0m\n${'    at somewhere\n'.repeat(100)}`;
  const expected = /^failed: (.*a\.test\.ts: sums add up)\n {2}expected 1 to be 2\n {6}at somewhere\n/;

  const inVitest = { status: 'failed', title: 'add up', fullName: 'sums add up', failureMessages: [message] };
  const file = { name: 'a.test.ts', status: 'failed', assertionResults: [inVitest] };
  const counted = vitestOutcome(vitestReport({ numFailedTests: 1 }, [file]), false, 'exit code 1');
  expect(counted.notes).toEqual([expect.stringMatching(expected)]);
  expect(counted.notes.join().split('\n').length).toBeLessThan(30);

  const results = [{ errors: [{ message }] }];
  const spec = (ok: boolean) => ({ title: 'sums add up', file: 'a.test.ts', ok, tests: [{ results }] });
  const suite = { specs: [], suites: [{ specs: [spec(true), spec(false)] }] };
  const { notes } = playwrightOutcome(playwrightReport({ unexpected: 1 }, [], [suite]), false, 'exit code 1');
  expect(notes).toEqual([expect.stringMatching(expected)]);
});

test('a skipped, unfinished or flaky test counts as failed, although its runner is content', () => {
  const counts = { numPassedTests: 3, numPendingTests: 1, numTodoTests: 1 };
  expect(vitestOutcome(vitestReport(counts), true, 'exit code 0')).toMatchObject({ passed: 3, failed: 2 });
  const stats = { expected: 3, skipped: 1, flaky: 1 };
  expect(playwrightOutcome(playwrightReport(stats), true, 'exit code 0')).toMatchObject({
    passed: 3,
    failed: 2,
  });
});

test('a test file that cannot be loaded is one failure, with its name', () => {
  const broken = { name: 'broken.test.ts', status: 'failed', assertionResults: [] };
  const outcome = vitestOutcome(vitestReport({ numPassedTests: 3 }, [broken]), false, 'exit code 1');
  expect(outcome).toMatchObject({ passed: 3, failed: 1 });
  expect(outcome.notes.join()).toContain('broken.test.ts');
});

test('a runner that fails without a failed test, or writes no report, is one failure', () => {
  expect(vitestOutcome(vitestReport({ numPassedTests: 3 }), false, 'exit code 1')).toMatchObject({
    failed: 1,
  });
  expect(vitestOutcome(undefined, true, 'exit code 0')).toMatchObject({ passed: 0, failed: 1 });
  expect(playwrightOutcome(undefined, true, 'exit code 0')).toMatchObject({ passed: 0, failed: 1 });
  expect(
    playwrightOutcome(playwrightReport({}, [{ message: 'No tests found' }]), false, 'exit code 1'),
  ).toEqual({
    passed: 0,
    failed: 1,
    notes: ['No tests found'],
  });
});

test('a runner that is content and has run nothing is one failure', () => {
  expect(vitestOutcome(vitestReport({}), true, 'exit code 0')).toMatchObject({ passed: 0, failed: 1 });
  expect(playwrightOutcome(playwrightReport({}), true, 'exit code 0')).toMatchObject({
    passed: 0,
    failed: 1,
  });
});

test('what this machine does not allow is told, and not counted as passed', () => {
  const title = 'not run here: nothing can be mounted';
  const test = { status: 'passed', title, fullName: title, failureMessages: [] };
  const file = { name: 'disk.test.ts', status: 'passed', assertionResults: [test] };
  const outcome = vitestOutcome(vitestReport({ numPassedTests: 3 }, [file]), true, 'exit code 0');
  expect(outcome).toEqual({ passed: 2, failed: 0, notes: [title] });
});
