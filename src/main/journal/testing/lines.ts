import { z } from 'zod';
import { FailureSchema } from '../../../shared/contract/failure.ts';

/** What `writer.ts` says: a step that the journal acknowledged, or refused with `failure`. */
export const LineSchema = z.object({
  step: z.enum(['opening', 'opened', 'written', 'closed', 'remembered']),
  id: z.string().optional(),
  visitId: z.string().optional(),
  failure: FailureSchema.optional(),
});
export type Line = z.infer<typeof LineSchema>;

/** The whole lines of what the writer said; the last one may have been cut by its death. */
export function linesOf(output: string): Line[] {
  const whole = output.slice(0, output.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => LineSchema.parse(JSON.parse(line)));
}
