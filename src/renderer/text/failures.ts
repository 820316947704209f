import type { Failure, FailureCode } from '../../shared/contract/failure.ts';
import type { RefusedReason } from '../../shared/visit/snapshot.ts';
import type { Catalogue } from './catalogue.ts';

export type TroubleKey = keyof Catalogue['trouble'];

/** Which text a customer reads for each failure. The compiler asks for every code. */
export const TROUBLE_OF = {
  'service-unavailable': 'reader-away',
  'reader-missing': 'reader-away',
  'reader-removed': 'reader-away',
  'reader-busy': 'reader-busy',
  'reader-failed': 'card-again',
  'binding-unavailable': 'kiosk-down',
  'card-process-lost': 'card-again',
  'token-removed': 'card-again',
  'token-reset': 'card-again',
  'token-mute': 'card-again',
  'token-swapped': 'card-other',
  'token-foreign': 'card-foreign',
  'token-layout-unknown': 'card-foreign',
  'token-damaged': 'card-damaged',
  'token-not-writable': 'card-exchange',
  'token-refused': 'card-again',
  'token-memory-failed': 'card-tired',
  'token-answer-malformed': 'card-again',
  'image-truncated': 'data-doubtful',
  'image-trailing-bytes': 'data-doubtful',
  'image-malformed': 'data-doubtful',
  'image-not-deterministic': 'data-doubtful',
  'image-version-unknown': 'data-doubtful',
  'image-digest-wrong': 'data-doubtful',
  'image-signature-wrong': 'data-doubtful',
  'image-key-unknown': 'data-doubtful',
  'image-token-wrong': 'data-doubtful',
  'image-generation-wrong': 'data-doubtful',
  'image-sequence-old': 'data-doubtful',
  'image-too-large': 'data-large',
  'verify-mismatch': 'not-confirmed',
  'commit-unclear': 'not-confirmed',
  'host-unreachable': 'service-away',
  'host-timeout': 'service-away',
  'host-credentials-refused': 'service-refused',
  'host-request-refused': 'service-refused',
  'host-failed': 'service-away',
  'host-answer-malformed': 'service-refused',
  'journal-unavailable': 'kiosk-down',
  'journal-full': 'kiosk-down',
  'journal-damaged': 'kiosk-down',
  'journal-newer': 'kiosk-down',
  'configuration-invalid': 'kiosk-down',
  'receipt-not-printed': 'receipt-away',
  'receipt-not-saved': 'receipt-away',
  'pin-wrong': 'staff-pin',
  'pin-locked': 'staff-pin',
  'exit-while-writing': 'not-now',
  'request-malformed': 'not-now',
  'action-not-possible': 'not-now',
  'internal-error': 'kiosk-stumbled',
} as const satisfies Record<FailureCode, TroubleKey>;

/** Texts which say that no card was touched. */
const UNTOUCHED: readonly TroubleKey[] = ['kiosk-down', 'data-doubtful', 'service-refused', 'not-now'];

/** What a customer reads: where the card was written to, nothing that says it was not. */
export function troubleOf({ code, tokenEffect }: Pick<Failure, 'code' | 'tokenEffect'>): TroubleKey {
  const told = TROUBLE_OF[code];
  return tokenEffect === 'changed' && UNTOUCHED.includes(told) ? 'not-confirmed' : told;
}

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
/** Compiles only while staff have a text for every failure, and customers one for every refusal. */
export const EVERY_FAILURE_IS_TOLD: Same<keyof Catalogue['staff'], FailureCode> = true;
export const EVERY_REFUSAL_IS_TOLD: Same<keyof Catalogue['refused'], RefusedReason> = true;
