import { z } from 'zod';
import { FailureSchema } from '../../src/shared/contract/failure.ts';
import { ActionSchema, JobActionSchema } from '../../src/shared/contract/ipc.ts';

/** What passes between a kiosk of the campaign and the customer in front of it. */

/** What a kiosk process is started with: a file of JSON. */
export const SetupSchema = z.object({
  /** Socket of the customer. */
  customer: z.string(),
  kiosk: z.string(),
  mode: z.enum(['self-service', 'desk']),
  folder: z.string(),
  url: z.string(),
  credential: z.string(),
  key: z.object({ keyId: z.string(), publicKey: z.string() }),
});
export type Setup = z.infer<typeof SetupSchema>;

/** What a customer makes out of a screen. */
export const ScreenSchema = z.object({
  screen: z.string(),
  outcome: z.string().optional(),
  receipt: z
    .object({ visitId: z.string(), sequence: z.number(), hostConfirmed: z.boolean() })
    .nullish()
    .default(null),
  tokenPresent: z.boolean().default(false),
  failure: FailureSchema.nullish().default(null),
  reason: z.string().nullish(),
  role: z.enum(['first', 'second']).optional(),
  wrong: z.string().nullish(),
  wrongToken: z.boolean().optional(),
  busy: z.boolean().optional(),
  customers: z.array(z.unknown()).nullish(),
  offers: z.array(z.object({ backupId: z.string(), suggested: z.boolean() })).optional(),
});
export type Screen = z.infer<typeof ScreenSchema>;

export const FromKioskSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), pid: z.number() }),
  z.object({ type: z.literal('screen'), revision: z.number(), screen: ScreenSchema }),
  z.object({ type: z.literal('log'), line: z.string() }),
  z.object({
    type: z.literal('status'),
    /** Writes that are not settled, and outcomes that the host has not taken. */
    open: z.number(),
    queued: z.number(),
    rejected: z.number(),
  }),
]);
export type FromKiosk = z.infer<typeof FromKioskSchema>;

export const ToKioskSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('act'), action: ActionSchema }),
  z.object({ type: z.literal('job-act'), action: JobActionSchema }),
  z.object({ type: z.literal('status') }),
]);
export type ToKiosk = z.infer<typeof ToKioskSchema>;
