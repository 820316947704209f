/** One measured number, as a line of `--json` has it. Case and metric names are stable. */
export interface Figure {
  readonly suite: string;
  readonly case: string;
  readonly metric: string;
  /** `null` when the case could not run. */
  readonly value: number | null;
  readonly unit: string;
  /** What must be reached; `null` for a figure that is only for information. */
  readonly bar: number | null;
  readonly better: 'lower' | 'higher';
  /** `null` without a bar or a value. */
  readonly holds: boolean | null;
  /** Why the case could not run. */
  readonly why?: string;
}

export type Measured = Omit<Figure, 'holds' | 'bar' | 'why'> & { readonly bar?: number };

/** A figure held against its bar, if it has one. */
export function figure(measured: Measured): Figure {
  const { suite, case: name, metric, value, unit, bar = null, better } = measured;
  const holds = bar === null || value === null ? null : better === 'lower' ? value <= bar : value >= bar;
  return { suite, case: name, metric, value, unit, bar, better, holds };
}

/** The figure of a case that could not run. */
export const notRun = (measured: Omit<Measured, 'value'>, why: string): Figure => ({
  ...figure({ ...measured, value: null }),
  why,
});

const shown = (value: number): string => (Number.isInteger(value) ? `${value}` : value.toFixed(3));

function row({ case: name, metric, value, unit, bar, better, holds, why }: Figure): string[] {
  const limit = bar === null ? '' : `${better === 'lower' ? '≤' : '≥'} ${shown(bar)}`;
  const verdict = holds === null ? '' : holds ? 'holds' : 'FAILS';
  return [name, metric, value === null ? 'not run' : shown(value), unit, limit, why ?? verdict];
}

const HEAD = ['case', 'metric', 'value', 'unit', 'bar', ''];
const NUMBERS = new Set([2, 4]);

/** The figures for people, one line each, in columns. */
export function table(figures: readonly Figure[]): string {
  const rows = [HEAD, ...figures.map(row)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return NUMBERS.has(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}
