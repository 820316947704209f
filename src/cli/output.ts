import type { Failure } from '../shared/contract/failure.ts';
import type { Result } from '../shared/contract/result.ts';
import { type ExitCode, exitOfFailure } from './exit-codes.ts';

/** Where a command's results go: a JSON object a line, or words for people. */
export interface Output {
  readonly json: boolean;
  /** One result: `event` and its values as JSON, or `lines` as they are. */
  tell(event: string, facts: Readonly<Record<string, unknown>>, ...lines: readonly string[]): void;
}

export function createOutput(json: boolean, write: (line: string) => void): Output {
  return {
    json,
    tell: (event, facts, ...lines) => {
      if (json) write(JSON.stringify({ event, ...facts }));
      else for (const line of lines) write(line);
    },
  };
}

/** What staff can do about a failure, for the terminal; screens have their own texts. */
const ADVICE: Readonly<Record<Failure['retry'], string>> = {
  now: 'It can be tried again at once.',
  reinsert: 'Take the token off the reader, put it back and try again.',
  never: 'Trying again will not help before the cause is mended.',
};

/** A failure in words, and what can be done about it. */
export const wordsOf = ({ code, detail, retry }: Failure): string =>
  `Not done: ${code}${detail === '' ? '' : ` (${detail.replace(/\.$/, '')})`}. ${ADVICE[retry]}`;

/** Tells a failure and gives the exit code that belongs to it. */
export function tellFailure(output: Output, failure: Failure): ExitCode {
  output.tell('failed', { ...failure }, wordsOf(failure));
  return exitOfFailure(failure.code);
}

/** The value, or the failure told and its exit code as the process's. */
export function orTell<T>(output: Output, result: Result<T>): T | undefined {
  if (result.ok) return result.value;
  process.exitCode = tellFailure(output, result.failure);
  return undefined;
}

/** Columns wide enough for their longest cell. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
