import { z } from 'zod';
import type { Launched } from '../../e2e/launch.ts';

/** The lines of the kiosk's log that the demonstration tells from. */
const LineSchema = z.union([
  z.object({
    event: z.literal('decided'),
    visitId: z.string(),
    decision: z.string(),
    reason: z.string(),
    requestId: z.string().nullable(),
  }),
  z.object({
    event: z.literal('image-written'),
    bytesSent: z.number(),
    imageBytes: z.number(),
    commands: z.number(),
    clearedRequestId: z.string().nullable(),
  }),
]);
type Line = z.infer<typeof LineSchema>;

const parse = (text: string): Line | undefined => {
  try {
    return LineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** The latest line of this kind that the kiosk has written. */
export function lastLine<E extends Line['event']>(
  kiosk: Launched,
  event: E,
): Extract<Line, { event: E }> | undefined {
  const lines = kiosk.output().split('\n').map(parse);
  return lines.findLast((line): line is Extract<Line, { event: E }> => line?.event === event);
}
