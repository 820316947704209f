import { z } from 'zod';

/** Whether the same step may be tried again: at once, after the token was presented again, or not at all. */
export const RetrySchema = z.enum(['now', 'reinsert', 'never']);
export type Retry = z.infer<typeof RetrySchema>;

/** What the failed step may have done to the token's memory (ISO 7816-4, 64xx and 65xx). */
export const TokenEffectSchema = z.enum(['none', 'unknown', 'changed']);
export type TokenEffect = z.infer<typeof TokenEffectSchema>;

const traits = (retry: Retry, tokenEffect: TokenEffect) => ({ retry, tokenEffect }) as const;

/** Every expected failure, with what is true of it unless the place where it happens knows better. */
export const FAILURES = {
  // the reader and its service
  'service-unavailable': traits('now', 'none'),
  'reader-missing': traits('now', 'none'),
  'reader-removed': traits('reinsert', 'unknown'),
  'reader-busy': traits('now', 'none'),
  'reader-failed': traits('reinsert', 'unknown'),
  'binding-unavailable': traits('never', 'none'),
  'card-process-lost': traits('reinsert', 'unknown'),
  // the token
  'token-removed': traits('reinsert', 'unknown'),
  'token-reset': traits('reinsert', 'unknown'),
  'token-mute': traits('reinsert', 'unknown'),
  'token-swapped': traits('reinsert', 'none'),
  'token-foreign': traits('never', 'none'),
  'token-layout-unknown': traits('never', 'none'),
  'token-damaged': traits('never', 'none'),
  'token-not-writable': traits('never', 'none'),
  'token-refused': traits('reinsert', 'none'),
  'token-memory-failed': traits('reinsert', 'changed'),
  'token-answer-malformed': traits('reinsert', 'unknown'),
  // the image
  'image-truncated': traits('never', 'none'),
  'image-trailing-bytes': traits('never', 'none'),
  'image-malformed': traits('never', 'none'),
  'image-not-deterministic': traits('never', 'none'),
  'image-version-unknown': traits('never', 'none'),
  'image-digest-wrong': traits('never', 'none'),
  'image-signature-wrong': traits('never', 'none'),
  'image-key-unknown': traits('never', 'none'),
  'image-token-wrong': traits('never', 'none'),
  'image-generation-wrong': traits('never', 'none'),
  'image-sequence-old': traits('never', 'none'),
  'image-too-large': traits('never', 'none'),
  // the write
  'verify-mismatch': traits('reinsert', 'changed'),
  'commit-unclear': traits('reinsert', 'unknown'),
  // the host
  'host-unreachable': traits('now', 'none'),
  'host-timeout': traits('now', 'none'),
  'host-credentials-refused': traits('never', 'none'),
  'host-request-refused': traits('never', 'none'),
  'host-failed': traits('now', 'none'),
  'host-answer-malformed': traits('never', 'none'),
  // the kiosk itself
  'journal-unavailable': traits('now', 'none'),
  'journal-full': traits('never', 'none'),
  'journal-damaged': traits('never', 'none'),
  'journal-newer': traits('never', 'none'),
  'configuration-invalid': traits('never', 'none'),
  'receipt-not-printed': traits('now', 'none'),
  'receipt-not-saved': traits('now', 'none'),
  'pin-wrong': traits('now', 'none'),
  'pin-locked': traits('never', 'none'),
  'exit-while-writing': traits('now', 'none'),
  'request-malformed': traits('never', 'none'),
  'action-not-possible': traits('never', 'none'),
  'internal-error': traits('reinsert', 'unknown'),
} as const satisfies Record<string, { retry: Retry; tokenEffect: TokenEffect }>;

export type FailureCode = keyof typeof FAILURES;
export const FAILURE_CODES = Object.keys(FAILURES) as [FailureCode, ...FailureCode[]];

/** The token is there and does not do what it was told. */
export const TOKEN_UNWELL: readonly FailureCode[] = [
  'token-refused',
  'token-memory-failed',
  'token-answer-malformed',
  'verify-mismatch',
];

/** An expected failure. It crosses processes, the journal and logs unchanged. */
export const FailureSchema = z.object({
  code: z.enum(FAILURE_CODES),
  /** For staff and logs, never for customers: what exactly happened, such as a status word. */
  detail: z.string().max(500),
  retry: RetrySchema,
  tokenEffect: TokenEffectSchema,
  /** Of a host that refused a request: its own word for why (`ProblemSchema`). */
  problem: z.string().max(64).optional(),
});
export type Failure = z.infer<typeof FailureSchema>;

/** Builds the failure of `code`; `over` replaces what this place knows better than the table. */
export function failure(
  code: FailureCode,
  detail = '',
  over: Partial<Pick<Failure, 'retry' | 'tokenEffect'>> = {},
): Failure {
  return { code, detail: detail.slice(0, 500), ...FAILURES[code], ...over };
}
