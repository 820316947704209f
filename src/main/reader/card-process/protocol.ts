import { z } from 'zod';
import { FailureSchema } from '../../../shared/contract/failure.ts';
import { BINDING_NAMES } from '../bindings/binding.ts';
import { BindingChoiceSchema } from '../bindings/load.ts';

/** The longest response APDU (ISO 7816-3, 12.1): 65,536 bytes and a status word. Nothing here is longer. */
export const MOST_BYTES = 65_538;
/** More readers than anybody attaches. */
const MOST_READERS = 64;
/** Of a reader's name, in characters: PC/SC itself stops at 128. */
const LONGEST_NAME = 256;

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array && value.length <= MOST_BYTES);

/** From the main process. `open` comes first and once; each `call` is answered once, by its id. */
export const ToCardProcessSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('open'),
    binding: BindingChoiceSchema,
    /** The process to end when its pings stop to come. */
    guarded: z.object({ pid: z.int().positive(), silentMs: z.number().positive() }).nullable(),
  }),
  z.object({ type: z.literal('connect'), id: z.number(), reader: z.string() }),
  z.object({ type: z.literal('transmit'), id: z.number(), connection: z.number(), command: Bytes }),
  /** Answered at once, whatever else is under way: that it is alive. */
  z.object({ type: z.literal('ping'), id: z.number() }),
  z.object({
    type: z.literal('disconnect'),
    id: z.number(),
    connection: z.number(),
    disposition: z.enum(['leave', 'reset']),
  }),
]);
export type ToCardProcess = z.infer<typeof ToCardProcessSchema>;

export const ReaderStateSchema = z.object({
  reader: z.string().max(LONGEST_NAME),
  token: z.enum(['absent', 'present', 'unreadable']),
  atr: Bytes,
  changes: z.number(),
});

/** From the card process. After `lost` or `unusable` it does nothing more and waits to be ended. */
export const FromCardProcessSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('binding'), binding: z.enum(BINDING_NAMES), instead: z.string().optional() }),
  z.object({ type: z.literal('unusable'), failure: FailureSchema }),
  z.object({ type: z.literal('service-missing'), failure: FailureSchema }),
  z.object({ type: z.literal('service-found') }),
  z.object({ type: z.literal('readers'), readers: z.array(ReaderStateSchema).max(MOST_READERS) }),
  z.object({ type: z.literal('lost'), failure: FailureSchema }),
  z.object({ type: z.literal('answer'), id: z.number(), value: z.unknown() }),
  z.object({ type: z.literal('refusal'), id: z.number(), failure: FailureSchema }),
]);
export type FromCardProcess = z.infer<typeof FromCardProcessSchema>;

/** The value of each call's answer. */
export const ConnectedSchema = z.object({
  connection: z.number(),
  atr: Bytes,
  protocol: z.enum(['T=0', 'T=1', 'T=CL']),
});
export const ResponseSchema = Bytes;
export const DisconnectedSchema = z.undefined();
export const PongSchema = z.undefined();
