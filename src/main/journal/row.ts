import { z } from 'zod';
import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';

/** A column that holds JSON text of the shape `schema`. */
export const jsonColumn = <S extends z.ZodType>(schema: S) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** Instants in the journal: milliseconds since 1970-01-01T00:00:00Z. */
export const millis = z.number().int();

/** Reads one row of our own. One that does not parse was changed by a fault below us: `journal-damaged`. */
export function readRow<S extends z.ZodType>(schema: S, row: unknown): Result<z.infer<S>> {
  const parsed = schema.safeParse(row);
  return parsed.success ? ok(parsed.data) : fail(failure('journal-damaged', z.prettifyError(parsed.error)));
}

/** Reads all rows or fails with the first that does not parse. */
export function readRows<S extends z.ZodType>(schema: S, rows: readonly unknown[]): Result<z.infer<S>[]> {
  const values: z.infer<S>[] = [];
  for (const row of rows) {
    const value = readRow(schema, row);
    if (!value.ok) return value;
    values.push(value.value);
  }
  return ok(values);
}
