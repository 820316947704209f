import type { Failure } from '../contract/failure.ts';
import type { Decision, TokenReport } from '../contract/host.ts';
import type { JobAction, UserAction } from '../contract/ipc.ts';
import type { StaffMember } from '../contract/staff.ts';
import type { BackupOffer, Customer, TransferAnswer, TransferRefusal } from '../contract/transfer.ts';
import type { CellView, ImageChange } from '../image/change.ts';
import type { JobPreview } from './job/preview.ts';
import type { JobStep, LostToken, PendingWrite } from './job/state.ts';
import type { WriteProgress } from './snapshot.ts';
import type { Instant, OpenIntent } from './state.ts';

/** What a verified and committed write amounts to. */
export interface Written {
  /** By the kiosk's clock, which may have been set since the visit began. */
  readonly at: Instant;
  readonly bytesWritten: number;
  readonly imageBytes: number;
  readonly sequence: number;
  readonly requestCleared: boolean;
}

/** Steps that the runner carries out for a presentation and answers for. */
export type Step = 'read' | 'open-visit' | 'record' | 'prepare' | 'write' | 'show-content' | 'record-device';

/** Answers of the runner. One whose epoch is not the visit's own is dropped. */
export type Completion = { readonly epoch: number; readonly visitId: string } & (
  | { readonly type: 'token-read'; readonly report: TokenReport; readonly intent: OpenIntent | null }
  | { readonly type: 'decided'; readonly decision: Decision }
  | { readonly type: 'prepared'; readonly change: ImageChange }
  | { readonly type: 'write-progress'; readonly progress: WriteProgress }
  | { readonly type: 'written'; readonly written: Written }
  | {
      readonly type: 'content-read';
      readonly content: readonly { readonly programme: string; readonly view: CellView }[];
    }
  | { readonly type: 'step-failed'; readonly step: Step; readonly failure: Failure }
);

/** Answers to what a job asked for. One of another job, or of a step that is over, is dropped. */
export type JobAnswer = { readonly jobId: string } & (
  | { readonly type: 'customers-found'; readonly customers: readonly Customer[] }
  | { readonly type: 'token-reported'; readonly lost: LostToken }
  | { readonly type: 'backups-offered'; readonly offers: readonly BackupOffer[] }
  /** The absent first of a replacement. */
  | { readonly type: 'absent-checked'; readonly transferId: string; readonly answer: TransferAnswer }
  | { readonly type: 'checked'; readonly transferId: string; readonly answer: TransferAnswer }
  | {
      readonly type: 'previewed';
      readonly preview: JobPreview;
      readonly settled: Extract<JobStep, { step: 'preview' }>['settled'];
    }
  | { readonly type: 'images-signed'; readonly writes: readonly PendingWrite[] }
  | { readonly type: 'job-refused'; readonly reason: TransferRefusal; readonly reference: string }
  | { readonly type: 'job-failed'; readonly failure: Failure }
);

/** What happens at the readers: hints, as ReaderPort gives them. */
export type ReaderHint =
  | { readonly type: 'service-up' }
  | { readonly type: 'service-down'; readonly failure: Failure }
  | { readonly type: 'reader-attached'; readonly reader: string }
  | { readonly type: 'reader-detached'; readonly reader: string }
  | {
      readonly type: 'token-present';
      readonly reader: string;
      readonly epoch: number;
      readonly visitId: string;
    }
  | { readonly type: 'token-absent'; readonly reader: string; readonly epoch: number }
  | {
      readonly type: 'token-unreadable';
      readonly reader: string;
      readonly epoch: number;
      readonly visitId: string;
      readonly failure: Failure;
    };

/** Time and chance come in from outside: each event says when, and brings a fresh id where one is needed. */
export type VisitEvent = { readonly at: Instant } & (
  | ReaderHint
  | Completion
  | { readonly type: 'act'; readonly action: UserAction; readonly visitId: string }
  | JobAnswer
  /** `id` names the job that begins; `transferId` its absent first device; `spare` tokens that had a visit already. */
  | {
      readonly type: 'job-act';
      readonly action: JobAction;
      readonly id: string;
      readonly transferId: string;
      readonly spare: readonly string[];
    }
  | { readonly type: 'staff'; readonly member: StaffMember | null }
  | { readonly type: 'reachability'; readonly online: boolean; readonly visitId: string }
  /** `inUse`: not where another token had taken this one's place before the host was told. */
  | { readonly type: 'outcome-confirmed'; readonly visitId: string; readonly inUse: boolean }
  | { readonly type: 'tick'; readonly visitId: string }
);
