import type { Failure } from '../contract/failure.ts';
import type { TokenReport, UpdateDecision, UpdateReason } from '../contract/host.ts';
import type { StaffMember } from '../contract/staff.ts';
import type { CellView, ImageChange } from '../image/change.ts';
import type { Job } from './job/state.ts';
import type { Instant, Known, Presentation } from './presentation.ts';
import type { Receipt, RefusedReason, TokenName, WriteProgress } from './snapshot.ts';

export type { Instant, Known, Presentation } from './presentation.ts';

export type KioskMode = 'self-service' | 'desk';

/** A write that was begun and not closed, as the journal tells it when the token is met again. */
export interface OpenIntent {
  readonly intentId: string;
  readonly visitId: string;
  readonly tokenId: string;
  /** Digest of the image that the token carried before; `null` when it had none. */
  readonly beforeDigest: string | null;
  readonly afterDigest: string;
  readonly reason: UpdateReason;
  readonly imageBytes: number;
  readonly openedAt: Instant;
  /** How often the token, while it was there, did not take this write. */
  readonly failures: number;
  readonly change: ImageChange;
}

export type VisitState =
  | { readonly name: 'ready' }
  | { readonly name: 'reading'; readonly on: Presentation; readonly resuming: Interrupted | null }
  | {
      readonly name: 'deciding';
      readonly on: Known;
      readonly step: 'asking' | 'recording' | 'preparing';
      readonly decision: UpdateDecision | null;
      /** A write that was begun long ago: given up once the host has decided, finished while that is away. */
      readonly stale: OpenIntent | null;
    }
  | {
      readonly name: 'offer';
      readonly on: Known;
      readonly decision: UpdateDecision;
      readonly change: ImageChange;
      readonly until: Instant;
    }
  | {
      readonly name: 'writing';
      readonly on: Known;
      readonly progress: WriteProgress;
      readonly change: ImageChange;
      /** The job that this write belongs to, with the writes that come after it. */
      readonly job: Job | null;
    }
  | { readonly name: 'job'; readonly job: Job }
  | {
      readonly name: 'done';
      readonly on: Presentation;
      readonly token: TokenName;
      readonly outcome: 'updated' | 'current' | 'declined';
      readonly receipt: Receipt | null;
      /** Visits whose end the host has still to confirm before the receipt is confirmed. */
      readonly unheard: readonly string[];
      readonly tokenPresent: boolean;
      /** Since when the token could be taken, or has been taken. */
      readonly since: Instant;
      readonly forgotten: boolean;
    }
  | {
      readonly name: 'refused';
      /** `null` where the device itself is not there. */
      readonly on: Presentation | null;
      readonly token: TokenName | null;
      readonly reason: RefusedReason;
      readonly reference: string | null;
      /** It is asked about again by itself while it lies there: what stands in the way passes. */
      readonly passes: boolean;
      readonly tokenPresent: boolean;
      readonly since: Instant;
    }
  | ({
      readonly name: 'removed';
      /** The presentation that was looked at last: of the token that left, of one that failed, or of a wrong one. */
      readonly seen: Presentation;
      readonly wrongToken: boolean;
    } & Interrupted)
  | {
      readonly name: 'trouble';
      readonly on: Presentation | null;
      readonly token: TokenName | null;
      readonly failure: Failure;
      readonly tokenPresent: boolean;
      readonly since: Instant;
    }
  | {
      readonly name: 'offline';
      readonly on: Known;
      readonly content: readonly { readonly programme: string; readonly view: CellView }[] | null;
      readonly tokenPresent: boolean;
      readonly since: Instant;
    };

/** A write whose token left: it waits for the same one. */
export interface Interrupted {
  readonly on: Known;
  readonly change: ImageChange;
  readonly until: Instant;
  readonly job: Job | null;
}

/** What lies on a reader. `served`: its visit has begun, so it is not begun again by itself. */
export interface Presented {
  readonly epoch: number;
  readonly visitId: string;
  readonly served: boolean;
}

/** The kiosk as the reducer sees it. */
export interface Kiosk {
  readonly visit: VisitState;
  /** Attached readers and what lies on them. */
  readonly readers: Readonly<Record<string, Presented | null>>;
  /** Why there is no reader service; `null` while it is there. */
  readonly serviceFailure: Failure | null;
  /** Since when there has been no reader; `null` while there is one. */
  readonly readerlessSince: Instant | null;
  readonly online: boolean;
  readonly mode: KioskMode;
  /** Who works at this desk; `null` at a self-service kiosk and while nobody has signed in. */
  readonly staff: StaffMember | null;
  readonly now: Instant;
  /** When the host was last told that the kiosk is at work, or when it last was not. */
  readonly heldAt: Instant;
}

/** Nothing known yet: the window opens with this, before any reader was looked for. */
export const initialKiosk = (now: Instant, mode: KioskMode = 'self-service'): Kiosk => ({
  visit: { name: 'ready' },
  readers: {},
  serviceFailure: null,
  readerlessSince: now,
  online: true,
  mode,
  staff: null,
  now,
  heldAt: now,
});

/** How long each waiting state lasts, in milliseconds. */
export const WAITS = {
  /** The customer reads the offer. Then the card is theirs again, unchanged. */
  offer: 90_000,
  /** "Put the same card back." The journal remembers for longer than the screen. */
  removed: 120_000,
  /** A write that was interrupted is taken up without asking the host again. */
  resume: 600_000,
  /** A token that stays on the reader after the visit is called forgotten. */
  forgotten: 20_000,
  /** A token that another kiosk is not done with is asked about again: that kiosk may have fallen silent. */
  elsewhere: 10_000,
  /** The host is told that the kiosk is still at work: it takes one that is silent for 30 s for dead. */
  hold: 8_000,
  /** Screens that stay for a while after the token was taken. */
  afterUpdated: 15_000,
  afterRefused: 8_000,
  afterTrouble: 6_000,
  /** A reader that is being looked for, or that hiccups, is not called missing yet. */
  readerless: 3_000,
} as const;

export const nameOf = (report: TokenReport): TokenName => ({
  kind: report.kind,
  lastFour: report.tokenId.slice(-4),
  ...(report.slots === 1 ? { oneSlot: true as const } : {}),
  ...(report.slots === 1 && report.indicator.state === 'in-progress' ? { halfWritten: true as const } : {}),
});

/** A token that has not taken a write so often will not take it. */
export const MOST_FAILURES = 3;

/** Whether bytes may be on their way to the token: nothing may end the kiosk now. */
export const isWriting = (visit: VisitState): boolean => visit.name === 'writing';
