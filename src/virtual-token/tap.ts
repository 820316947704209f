import { z } from 'zod';
import type { VirtualToken } from './token.ts';

/** How long a phone is held to a reader when nothing is said, in milliseconds. */
export const TAP_MS = 2_000;

/** How long a token stays with its reader: a time in milliseconds, a number of commands, or both. */
export const TapSchema = z.strictObject({
  ms: z.number().int().min(1).max(600_000).optional(),
  /** It answers so many, and is gone at the next one. */
  commands: z.number().int().min(1).max(1_000_000).optional(),
});
export type Tap = z.infer<typeof TapSchema>;

/** Takes the token away `ms` from now, unless it left before. */
export function removeAfter(token: VirtualToken, ms: number): void {
  const timer = setTimeout(() => token.remove(), ms);
  const stop = token.onPresence(() => {
    clearTimeout(timer);
    stop();
  });
}
