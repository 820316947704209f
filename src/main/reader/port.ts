import type { Failure } from '../../shared/contract/failure.ts';
import type { Result } from '../../shared/contract/result.ts';

/** The reader as the rest of the main process sees it. Real PC/SC, or a software token in process. */
export interface ReaderPort {
  /** Begins to look for readers. Never fails: what is missing is told by events, and looked for again. */
  start(): void;
  /** Listens from now on and is told at once what is there already. Returns the way to stop. */
  subscribe(listener: (event: ReaderEvent) => void): () => void;
  /** Powers the token that is present and reserves it for this kiosk until `disconnect`. */
  connect(reader: string): Promise<Result<TokenSession>>;
  stop(): Promise<void>;
}

/** Hints, never proof: the token's identity is read again before anything is written. */
export type ReaderEvent =
  | { readonly type: 'service'; readonly state: 'up' }
  | { readonly type: 'service'; readonly state: 'down'; readonly failure: Failure }
  | { readonly type: 'reader-attached'; readonly reader: string }
  | { readonly type: 'reader-detached'; readonly reader: string }
  /** `presentation` rises with each insertion at any reader: the epoch of a visit. */
  | {
      readonly type: 'token-present';
      readonly reader: string;
      readonly presentation: number;
      readonly atr: Uint8Array;
    }
  | { readonly type: 'token-absent'; readonly reader: string; readonly presentation: number }
  /** A card is there but does not answer to reset. */
  | {
      readonly type: 'token-unreadable';
      readonly reader: string;
      readonly presentation: number;
      readonly failure: Failure;
    };

export type Protocol = 'T=0' | 'T=1' | 'T=CL';

/** One powered token. Every call has a time limit; after a failure that unpowers the token it is dead. */
export interface TokenSession {
  readonly reader: string;
  readonly atr: Uint8Array;
  readonly protocol: Protocol;
  /**
   * Sends one command APDU and returns the response APDU, at least the two bytes of its status word.
   * GET RESPONSE and a corrected Le (61xx, 6Cxx) are the card layer's business, not the reader's.
   * Failures: `token-removed`, `token-reset`, `token-mute` (no answer in time), `reader-removed`,
   * `reader-busy`, `service-unavailable`, `card-process-lost`, `reader-failed`.
   */
  transmit(command: Uint8Array, options?: { readonly timeoutMs?: number }): Promise<Result<Uint8Array>>;
  /** Releases the token, leaving it powered or resetting it. Succeeds too when it is gone already. */
  disconnect(disposition?: 'leave' | 'reset'): Promise<void>;
}
