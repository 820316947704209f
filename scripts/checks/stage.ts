/** What one stage of `npm test` found. A skipped test is a failed one. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** What a person has to know about the failures, where the stage has not printed it by itself. */
  readonly notes: readonly string[];
}

export interface Stage {
  readonly name: string;
  run(): Promise<Outcome>;
}

export const passed: Outcome = { passed: 1, failed: 0, notes: [] };

export const failed = (...notes: string[]): Outcome => ({ passed: 0, failed: 1, notes });

export function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((total, outcome) => total + outcome.passed, 0),
    failed: outcomes.reduce((total, outcome) => total + outcome.failed, 0),
    notes: outcomes.flatMap((outcome) => outcome.notes),
  };
}
