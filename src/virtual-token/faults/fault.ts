import { z } from 'zod';

const nth = z.number().int().min(1).max(1_000_000).default(1);
const hexByte = z.string().regex(/^[0-9A-Fa-f]{2}$/);

/** What a token can be told to do wrong. All counts begin at 1 and with the next command. */
export const FaultSchema = z.discriminatedUnion('type', [
  z.discriminatedUnion('at', [
    /** Loses power at the n-th command: before it is executed, or after it and before the answer. */
    z.strictObject({
      type: z.literal('tear'),
      at: z.literal('command'),
      nth,
      when: z.enum(['before', 'after']),
    }),
    /**
     * Loses power while byte `nth` is written, counting every byte of the write commands from the
     * `write`-th one on. `leave` says what the torn page holds (see Cut in memory/memory.ts).
     */
    z.strictObject({
      type: z.literal('tear'),
      at: z.literal('byte'),
      nth,
      write: nth,
      leave: z.enum(['old', 'new', 'garbage']),
    }),
  ]),
  /** Says nothing from the n-th command on, until it is powered again. */
  z.strictObject({ type: z.literal('mute'), nth }),
  /** Answers the status word instead of executing the n-th command (with this INS). */
  z.strictObject({
    type: z.literal('answer'),
    sw: z.string().regex(/^[69][0-9A-Fa-f]{3}$/),
    ins: hexByte.optional(),
    nth,
    /** How many commands in a row it answers so. */
    times: nth,
    /** Executes the command all the same, and lies about it. */
    executed: z.boolean().default(false),
  }),
  /** Takes `ms` longer from the n-th command on, for so many commands. */
  z.strictObject({ type: z.literal('delay'), ms: z.number().int().min(1).max(600_000), nth, times: nth }),
]);
export type Fault = z.infer<typeof FaultSchema>;
/** A fault as it is written down, its counts left out where they are 1. */
export type FaultRequest = z.input<typeof FaultSchema>;
