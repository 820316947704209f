import type { Decision, Hold, VisitRequest } from '../../shared/contract/host.ts';
import type { Result } from '../../shared/contract/result.ts';
import type { TrustedKeys } from '../../shared/image/envelope.ts';
import type { Journal } from '../journal/journal.ts';
import type { ReaderPort } from '../reader/port.ts';
import type { Confirmed } from '../sync/outbox-pump.ts';
import type { TransferCalls } from '../sync/transfer-calls.ts';

/** The part of the host's client that a visit needs. */
export interface VisitHost extends TransferCalls {
  openVisit(request: VisitRequest): Promise<Result<Decision>>;
  sendImage(visitId: string, image: Uint8Array): Promise<Result<Decision>>;
  holdVisit(visitId: string, hold: Hold): Promise<Result<boolean>>;
}

/** The part of the outbox pump that a visit needs. */
export interface VisitPump {
  /** An outcome was queued: send it now. */
  kick(): void;
  onConfirmed(listener: (confirmed: Confirmed) => void): () => void;
  onReachability(listener: (online: boolean) => void): () => void;
}

/** One line of the kiosk's log: what happened, with values that name no person. */
export type Log = (event: string, facts?: Readonly<Record<string, unknown>>) => void;

/** Everything a visit is carried out with. The composition root provides it. */
export interface Services {
  readonly reader: ReaderPort;
  readonly host: VisitHost;
  readonly pump: VisitPump;
  readonly journal: Journal;
  readonly keys: TrustedKeys;
  readonly kiosk: {
    readonly id: string;
    readonly branch: string;
    readonly mode: 'self-service' | 'desk';
    readonly demonstration: boolean;
    /** A desk whose staff sign in: nobody acts in a job without that. */
    readonly staffSignIn: boolean;
  };
  /** Milliseconds since 1970-01-01T00:00:00Z, for what is recorded and told. It jumps when the clock is set. */
  readonly now: () => number;
  /** As `now` when the kiosk began, and counted on from there without ever jumping: for all that lasts a while. */
  readonly steady: () => number;
  /** A fresh random UUID. */
  readonly newId: () => string;
  readonly log: Log;
}
