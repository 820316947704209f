import type { Failure } from '../../contract/failure.ts';
import type { UpdateDecision } from '../../contract/host.ts';
import type { StaffMember } from '../../contract/staff.ts';
import type { BackupOffer, Customer, DeviceRole, JobKind, ReportKind } from '../../contract/transfer.ts';
import type { ImageChange } from '../../image/change.ts';
import type { Settlements } from '../../image/merge/report.ts';
import type { Instant, Known, Presentation } from '../presentation.ts';
import type { Receipt } from '../snapshot.ts';
import type { JobPreview } from './preview.ts';

/** A device that the host found valid for the job. */
export interface Device {
  readonly transferId: string;
  readonly tokenId: string;
  readonly nonce: string;
  readonly holder: string;
  /** Synchronizations that are left; `null` without a quota. */
  readonly quotaLeft: number | null;
  /** What was read of it; `null` for the absent first of a replacement. */
  readonly on: Known | null;
}

/** The token that a replacement takes the place of. */
export interface LostToken {
  readonly tokenId: string;
  readonly report: ReportKind;
  readonly customer: Customer;
  /** Visit ids under which the host was asked about it, whether it answered or not: it keeps the token for them. */
  readonly askedAs?: readonly string[];
}

/** An image that the host signed for a device of this job and that is not written yet. */
export interface PendingWrite {
  readonly role: DeviceRole;
  readonly decision: UpdateDecision;
  readonly change: ImageChange;
}

interface Asking {
  /** A question to the host is on its way. */
  readonly busy: boolean;
  /** Why the last one failed; it may be asked again. */
  readonly failure: Failure | null;
}

export type JobStep =
  | ({ readonly step: 'search'; readonly customers: readonly Customer[] | null } & Asking)
  | ({ readonly step: 'backups'; readonly offers: readonly BackupOffer[] } & Asking)
  /** Asks for a token. `wrong`: the one that came is not the one that was meant. */
  | {
      readonly step: 'await';
      readonly role: DeviceRole;
      readonly wrong: 'same-token' | 'other-token' | null;
      /** Since when a token lies on a later reader and the first one is still empty: two are laid down at once. */
      readonly held: Instant | null;
    }
  | { readonly step: 'reading'; readonly role: DeviceRole; readonly on: Presentation }
  | {
      readonly step: 'checking';
      readonly role: DeviceRole;
      readonly on: Known;
      readonly doing: 'asking' | 'recording';
      /** Once the host has answered. */
      readonly device: Device | null;
    }
  | { readonly step: 'composing' }
  | ({
      readonly step: 'preview';
      readonly preview: JobPreview;
      /** What staff have settled, oldest first; undo takes the last away. */
      readonly settled: readonly { readonly id: string; readonly choice: Settlements[string] }[];
    } & Asking);

export interface Job {
  readonly jobId: string;
  readonly kind: JobKind;
  readonly staff: StaffMember | null;
  readonly first: Device | null;
  readonly second: Device | null;
  readonly lost: LostToken | null;
  readonly backupId: string | null;
  /** Images that wait for their token. */
  readonly writes: readonly PendingWrite[];
  /** What the person agreed to. */
  readonly preview: JobPreview | null;
  /** Of the device that was written first. */
  readonly receipt: Receipt | null;
  /** Fresh visit ids, for tokens that lay on their readers when the job began: their own were used. */
  readonly spare: readonly string[];
  /** Presentations that had their turn: a token that stays on its reader is not taken twice. */
  readonly seen: readonly number[];
  readonly at: JobStep;
  /** When nobody did anything for so long, the job ends. */
  readonly until: Instant;
}

export const settlementsOf = (
  settled: readonly { readonly id: string; readonly choice: Settlements[string] }[],
): Settlements => Object.fromEntries(settled.map(({ id, choice }) => [id, choice]));

/** How much later the device on the first reader may be seen than the one on the second, in milliseconds. */
export const LAID_DOWN_WITHIN = 600;

/** How long a job waits for a person, in milliseconds: customers walk away, staff look things up. */
export const JOB_WAITS = { 'self-service': 90_000, desk: 540_000 } as const;
