import { z } from 'zod';
import { FailureSchema } from '../../src/shared/contract/failure.ts';

/** What passes between a card process of the campaign and the readers that the campaign's tokens lie on. */

const hex = z.string().regex(/^([0-9a-f]{2})*$/);

export const FromCardSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), pid: z.number() }),
  z.object({ type: z.literal('connect'), id: z.number(), reader: z.string() }),
  z.object({ type: z.literal('transmit'), id: z.number(), connection: z.number(), command: hex }),
  z.object({
    type: z.literal('disconnect'),
    id: z.number(),
    connection: z.number(),
    disposition: z.enum(['leave', 'reset']),
  }),
]);
export type FromCard = z.infer<typeof FromCardSchema>;

export const ConnectedSchema = z.object({
  connection: z.number(),
  atr: hex,
  protocol: z.enum(['T=0', 'T=1', 'T=CL']),
});

export const ToCardSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('readers'),
    readers: z.array(
      z.object({ reader: z.string(), token: z.enum(['absent', 'present']), atr: hex, changes: z.number() }),
    ),
  }),
  z.object({ type: z.literal('answer'), id: z.number(), value: z.unknown() }),
  z.object({ type: z.literal('refusal'), id: z.number(), failure: FailureSchema }),
]);
export type ToCard = z.infer<typeof ToCardSchema>;
