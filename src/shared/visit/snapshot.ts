import type { Failure } from '../contract/failure.ts';
import type { RefuseReason } from '../contract/host.ts';
import type { CellView, ImageChange } from '../image/change.ts';
import type { TokenKind } from '../image/model.ts';

/** A token as a screen may name it: nothing more of it leaves the main process. */
export interface TokenName {
  readonly kind: TokenKind;
  readonly lastFour: string;
}

/** The four steps of a write, in their order. */
export const WRITE_STEPS = ['copy', 'write', 'verify', 'commit'] as const;
export type WriteStep = (typeof WRITE_STEPS)[number];

export interface WriteProgress {
  readonly step: WriteStep;
  /** Bytes that the token has confirmed in this step. */
  readonly done: number;
  readonly total: number;
}

/** What a visit leaves in the customer's hand. */
export interface Receipt {
  readonly visitId: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly at: number;
  readonly token: TokenName;
  readonly change: ImageChange;
  readonly bytesWritten: number;
  readonly imageBytes: number;
  readonly sequence: number;
  readonly requestCleared: boolean;
  readonly hostConfirmed: boolean;
}

export type RefusedReason = RefuseReason | 'token-foreign' | 'token-damaged';

/** What is on the screen: one member for each file in renderer/screens. */
export type Screen =
  | { readonly screen: 'attract' }
  | { readonly screen: 'reading'; readonly token: TokenName | null }
  | {
      readonly screen: 'deciding';
      readonly token: TokenName;
      readonly step: 'asking' | 'recording' | 'preparing';
    }
  | {
      readonly screen: 'offer';
      readonly token: TokenName;
      readonly change: ImageChange;
      readonly until: number;
    }
  | { readonly screen: 'restoring'; readonly token: TokenName; readonly progress: WriteProgress }
  | { readonly screen: 'verifying'; readonly token: TokenName; readonly progress: WriteProgress }
  | {
      readonly screen: 'done';
      readonly token: TokenName;
      /** `current`: there was nothing to do. `declined`: the customer said "not now". */
      readonly outcome: 'updated' | 'current' | 'declined';
      readonly receipt: Receipt | null;
      readonly tokenPresent: boolean;
      /** The token was left on the reader for too long. */
      readonly forgotten: boolean;
    }
  | {
      readonly screen: 'refused';
      readonly token: TokenName | null;
      readonly reason: RefusedReason;
      readonly reference: string | null;
      readonly tokenPresent: boolean;
    }
  | {
      readonly screen: 'removed';
      readonly token: TokenName;
      readonly until: number;
      readonly wrongToken: boolean;
    }
  | {
      readonly screen: 'trouble';
      readonly failure: Failure;
      readonly token: TokenName | null;
      readonly tokenPresent: boolean;
    }
  | {
      readonly screen: 'offline';
      readonly token: TokenName | null;
      readonly tokenPresent: boolean;
      /** What is on the token, once the customer asked to see it. */
      readonly content: readonly { readonly programme: string; readonly view: CellView }[] | null;
    };
export type ScreenName = Screen['screen'];

/** All that the renderer knows. Sent whole with every change; `revision` rises. */
export interface Snapshot {
  readonly revision: number;
  /** The main process's clock, in ms: deadlines are counted against it, not the renderer's. */
  readonly now: number;
  readonly screen: Screen;
  readonly online: boolean;
  readonly branch: string;
  readonly kiosk: string;
  readonly mode: 'self-service' | 'desk';
  /** Runs on simulated tokens or servers, and says so on every screen. */
  readonly demonstration: boolean;
}
