import { stripVTControlCharacters } from 'node:util';

/** What one stage of `npm test` found. A skipped test is a failed one. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** What a person has to know about the failures: each failed test by name, and what no test says. */
  readonly notes: readonly string[];
}

export interface Stage {
  readonly name: string;
  run(): Promise<Outcome>;
}

export const passed: Outcome = { passed: 1, failed: 0, notes: [] };

export const failed = (...notes: string[]): Outcome => ({ passed: 0, failed: 1, notes });

/** Lines of a failure that are said again at the end of all: the runner has printed the whole of it above. */
const LINES = 20;

/** A failed test for `notes`: its name, and the beginning of what it said. */
export function failedTest(name: string, message: string): string {
  const lines = stripVTControlCharacters(message).split('\n');
  return [`failed: ${name}`, ...lines.slice(0, LINES).map((line) => `  ${line}`)].join('\n');
}

export function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((total, outcome) => total + outcome.passed, 0),
    failed: outcomes.reduce((total, outcome) => total + outcome.failed, 0),
    notes: outcomes.flatMap((outcome) => outcome.notes),
  };
}
