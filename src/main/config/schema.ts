import { z } from 'zod';
import { KioskIdSchema } from '../../shared/contract/host.ts';
import { LanguageSchema } from '../../shared/contract/ipc.ts';
import { StaffIdSchema } from '../../shared/contract/transfer.ts';
import { isUsableHash } from './pin.ts';

/** One public key of an image server: 32 bytes in base64url, as `GET /v1/keys` and `recard seed` give it. */
export const TrustedKeySchema = z.strictObject({
  keyId: z.string().min(1).max(32),
  publicKey: z.base64url().length(43),
});

/** `scrypt$N$r$p$salt$hash`, as `recard pin` prints it: the PIN itself is nowhere on the kiosk. */
export const PinHashSchema = z
  .string()
  .regex(/^scrypt\$\d+\$\d+\$\d+\$[A-Za-z0-9_-]+\$[A-Za-z0-9_-]+$/, 'is made by `recard pin`')
  .refine(isUsableHash, 'has a cost that no PIN could be checked at: make it by `recard pin`');

/** Whether `url` is plain http to another machine: the credential and the images would pass in the clear. */
function isOpenToListeners(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  // URL has brought every way to write an IPv4 address to four decimals, and ::1 to its shortest form
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  return protocol === 'http:' && !isLoopback;
}

const SafeUrlSchema = z
  .url({ protocol: /^https?$/, abort: true })
  .refine((url) => !isOpenToListeners(url), 'must be https; plain http is only for this machine');

/** The kiosk's configuration file; docs/configuration.md describes each entry. */
export const ConfigSchema = z.strictObject({
  kiosk: z.strictObject({
    id: KioskIdSchema,
    branch: z.string().min(1).max(40),
    mode: z.enum(['self-service', 'desk']).default('self-service'),
    language: LanguageSchema.default('en'),
  }),
  host: z.strictObject({
    url: SafeUrlSchema,
    /** The kiosk's own credential. Better given by RECARD_HOST_CREDENTIAL or `credentialFile`. */
    credential: z.string().min(16).max(200).optional(),
    credentialFile: z.string().optional(),
    /** PEM files for TLS: who the host may be vouched for by, and what the kiosk shows of itself. */
    caFile: z.string().min(1).optional(),
    certFile: z.string().min(1).optional(),
    keyFile: z.string().min(1).optional(),
    timeoutMs: z.number().int().min(500).max(60_000).default(8_000),
  }),
  trust: z.strictObject({
    keys: z.array(TrustedKeySchema).min(1, 'names no key: no image could ever be written'),
  }),
  reader: z
    .strictObject({
      binding: z.enum(['auto', 'pcsclite', 'pcsc-mini']).default('auto'),
      timeoutMs: z.number().int().min(500).max(60_000).default(10_000),
    })
    .prefault({}),
  data: z.strictObject({ directory: z.string().min(1) }),
  staff: z
    .strictObject({
      pin: PinHashSchema.optional(),
      /** Where a call for staff is posted to. Without it the screen sends people to the desk. */
      callUrl: SafeUrlSchema.optional(),
      /** Who works at this desk: what they do from one device to another is recorded with their id. */
      members: z
        .array(z.strictObject({ id: StaffIdSchema, name: z.string().min(1).max(40), pin: PinHashSchema }))
        .max(50)
        .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'names an id twice')
        .default([]),
    })
    .prefault({}),
  receipts: z
    .strictObject({
      directory: z.string().min(1).optional(),
      /** Name of the printer; without one receipts are only saved. */
      printer: z.string().min(1).optional(),
    })
    .prefault({}),
  window: z
    .strictObject({
      kiosk: z.boolean().default(true),
      width: z.number().int().min(800).max(7680).default(1080),
      height: z.number().int().min(600).max(7680).default(1920),
      /** CSS pixels per millimetre of the panel, when it was calibrated. */
      pixelsPerMm: z.number().min(1).max(20).optional(),
    })
    .prefault({}),
  /** Only `npm start` sets it: tokens and servers are simulated, and every screen says so. */
  demonstration: z
    .strictObject({
      /** Opens the dock of demonstration tokens beside the kiosk. */
      dock: z.boolean(),
      tokens: z.array(
        z.strictObject({
          id: z.string().max(40),
          title: z.string().max(80),
          story: z.string().max(160),
          lastFour: z.string().max(4),
          kind: z.enum(['card', 'phone']),
          /** Which of the two readers it is put on. */
          reader: z.literal([0, 1]).default(0),
          /** State file of the software token. */
          state: z.string(),
          /** Control address of the process that holds it; without one it is held in this process. */
          control: z.string().optional(),
        }),
      ),
    })
    .optional(),
});
export type Config = z.infer<typeof ConfigSchema>;
