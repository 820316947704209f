import type { Failure } from '../contract/failure.ts';
import type { RefuseReason } from '../contract/host.ts';
import type { StaffMember } from '../contract/staff.ts';
import type {
  BackupOffer,
  Customer,
  DeviceRole,
  JobKind,
  ReportKind,
  TransferRefusal,
} from '../contract/transfer.ts';
import type { CellView, ImageChange } from '../image/change.ts';
import type { MergePreview } from '../image/merge/preview.ts';
import type { Choice } from '../image/merge/report.ts';
import type { TokenKind } from '../image/model.ts';
import type { JobPreview } from './job/preview.ts';

/** A token as a screen may name it: nothing more of it leaves the main process. */
export interface TokenName {
  readonly kind: TokenKind;
  readonly lastFour: string;
  /** It has room for one image: while that is written over, the token is not whole, and nobody may be told that it is. */
  readonly oneSlot?: true;
  /** And that has begun: the image that it had is not there any more. */
  readonly halfWritten?: true;
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
  /** From one device to another; `null` for an update. */
  readonly job: {
    readonly kind: JobKind;
    readonly from: TokenName;
    /** It works nowhere any more, whether or not the host has heard of this visit: it was reported as missing. */
    readonly fromStopped: boolean;
    /** What both devices brought together, for the customer; `null` but for a merge. */
    readonly merge: MergePreview | null;
    readonly reserve: readonly { readonly programme: string; readonly amount: number }[];
  } | null;
}

/** `settle-at-desk`: only a person can decide what is open, and no staff work at this kiosk. */
export type RefusedReason =
  | RefuseReason
  | TransferRefusal
  | 'token-foreign'
  | 'token-damaged'
  /** An interrupted write that the token would not take, however often it was tried. */
  | 'set-aside'
  | 'settle-at-desk';

/** Which job a screen belongs to, and its devices as far as they are known. */
export interface JobName {
  readonly kind: JobKind;
  readonly first: TokenName | null;
  readonly second: TokenName | null;
  /** The first works nowhere any more: it was reported as missing. */
  readonly firstStopped: boolean;
  /** For staff; `null` at a self-service kiosk. */
  readonly holder: string | null;
}

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
      /** Under which staff find the visit; `null` where there was none. */
      readonly reference: string | null;
      readonly tokenPresent: boolean;
    }
  | {
      readonly screen: 'offline';
      readonly token: TokenName | null;
      readonly tokenPresent: boolean;
      /** What is on the token, once the customer asked to see it. */
      readonly content: readonly { readonly programme: string; readonly view: CellView }[] | null;
    }
  /** Replacement: finding the customer and the token that is gone. */
  | {
      readonly screen: 'find';
      readonly job: JobName;
      readonly customers: readonly Customer[] | null;
      readonly busy: boolean;
      readonly failure: Failure | null;
    }
  /** Replacement: which backup the new token is to carry. */
  | {
      readonly screen: 'backups';
      readonly job: JobName;
      readonly lost: TokenName;
      readonly report: ReportKind;
      readonly offers: readonly BackupOffer[];
      readonly chosen: string | null;
      readonly busy: boolean;
      readonly failure: Failure | null;
    }
  /** Asks for one of the devices. */
  | {
      readonly screen: 'present';
      readonly job: JobName;
      readonly role: DeviceRole;
      /** It has been checked already, and is needed again to be written. */
      readonly toWrite: boolean;
      readonly wrong: 'same-token' | 'other-token' | null;
      /** Two readers: the devices may lie side by side. */
      readonly readers: number;
      readonly until: number;
    }
  /** A device is read and checked, or the result is worked out. */
  | {
      readonly screen: 'comparing';
      readonly job: JobName;
      readonly doing: 'reading' | 'asking' | 'recording' | 'composing';
    }
  /** The result, before anything is written. */
  | {
      readonly screen: 'compare';
      readonly job: JobName;
      readonly preview: JobPreview;
      /** Conflicts that staff have settled, in their order, and what they chose. */
      readonly settled: readonly { readonly id: string; readonly choice: Choice }[];
      readonly busy: boolean;
      readonly failure: Failure | null;
      readonly until: number;
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
  /** Who works at this desk; `null` while nobody has signed in, and at a self-service kiosk. */
  readonly staff: StaffMember | null;
  /** A desk whose staff sign in: until one has, nobody begins a job. */
  readonly staffSignIn: boolean;
  /** What lies on the readers, reader by reader; `null` for a device that has not been read. */
  readonly onReaders: readonly (TokenName | null)[];
  /** Runs on simulated tokens or servers, and says so on every screen. */
  readonly demonstration: boolean;
}
