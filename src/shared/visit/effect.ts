import type { Failure } from '../contract/failure.ts';
import type { Outcome, UpdateDecision } from '../contract/host.ts';
import type { StaffMember } from '../contract/staff.ts';
import type { Customer, DeviceRole, ReportKind, SearchBy } from '../contract/transfer.ts';
import type { ImageChange } from '../image/change.ts';
import type { Job, JobStep } from './job/state.ts';
import type { Known, OpenIntent, Presentation } from './state.ts';

/** A visit that the host keeps for this kiosk. */
export interface HeldVisit {
  readonly visitId: string;
  readonly tokenId: string;
}

/** What the reducer asks the runner to do. Those with `on` run one at a time per reader. */
export type Effect =
  /** Reads identity, commit and log, and looks for an open intent. → token-read */
  | { readonly type: 'read'; readonly on: Presentation }
  /** Asks the host. → decided */
  | { readonly type: 'open-visit'; readonly on: Known }
  /** Reads the token's image and sends it to the host. → decided */
  | { readonly type: 'record'; readonly on: Known }
  /** Checks the image that came and says what it changes. → prepared */
  | { readonly type: 'prepare'; readonly on: Known; readonly decision: UpdateDecision }
  /** Intent, write, read back, commit, read back, outcome. → write-progress, written */
  | {
      readonly type: 'write';
      readonly on: Known;
      readonly decision: UpdateDecision;
      readonly change: ImageChange;
    }
  /** The same, from the journal's intent. → write-progress, written */
  | { readonly type: 'resume'; readonly on: Known; readonly intent: OpenIntent }
  /** The token already carries the intent's image: reads it back and closes the intent. → written */
  | { readonly type: 'settle'; readonly on: Known; readonly intent: OpenIntent }
  /** Closes an intent whose image will not be written any more. */
  | { readonly type: 'roll-back'; readonly intent: OpenIntent }
  /** Closes an intent whose image the token will not take. */
  | { readonly type: 'set-aside'; readonly intent: OpenIntent }
  /** Reads what is on the token, for the customer's eyes. → content-read */
  | { readonly type: 'show-content'; readonly on: Known }
  /** Reads what the token carries and keeps it for the host, which is away. Nothing is answered. */
  | { readonly type: 'back-up'; readonly on: Known }
  /** Asks the host for customers. → customers-found */
  | { readonly type: 'search'; readonly jobId: string; readonly by: SearchBy; readonly value: string }
  /** Reports a customer's token. → token-reported */
  | {
      readonly type: 'report';
      readonly jobId: string;
      readonly customer: Customer;
      readonly tokenId: string;
      readonly report: ReportKind;
      readonly staff: StaffMember | null;
    }
  /** Asks for the backups that staff may choose from. → backups-offered */
  | { readonly type: 'offers'; readonly jobId: string; readonly tokenId: string }
  /** Asks whether the lost device may be replaced. → absent-checked */
  | {
      readonly type: 'check-absent';
      readonly job: Job;
      readonly transferId: string;
      readonly tokenId: string;
    }
  /** Asks whether the device is valid for the job. → checked, or step-failed */
  | { readonly type: 'check'; readonly job: Job; readonly role: DeviceRole; readonly on: Known }
  /** Reads the device's image and sends it. → checked, or step-failed */
  | { readonly type: 'record-device'; readonly job: Job; readonly on: Known; readonly nonce: string }
  /** Gets what the result is made of, and works the result out. → previewed, job-refused */
  | { readonly type: 'compose'; readonly job: Job }
  /** Works the merge out again with what is settled now. → previewed */
  | {
      readonly type: 'settle-merge';
      readonly job: Job;
      readonly settled: Extract<JobStep, { step: 'preview' }>['settled'];
    }
  /** Has the images signed that the preview showed, and holds them against it. → images-signed, job-refused */
  | {
      readonly type: 'sign';
      readonly job: Job;
      readonly settled: Extract<JobStep, { step: 'preview' }>['settled'];
    }
  /** The job is over: what was kept for it is forgotten, and staff's record of it is written. */
  | { readonly type: 'end-job'; readonly job: Job; readonly outcome: Outcome }
  /** Puts the outcome of a visit into the outbox. */
  | {
      readonly type: 'conclude';
      readonly visitId: string;
      readonly tokenId: string;
      readonly outcome: Outcome;
      readonly failure: Failure | null;
    }
  /** Tells the host that the kiosk is still at work with these tokens. Nothing is answered. */
  | { readonly type: 'hold'; readonly visits: readonly HeldVisit[] }
  /** Gives the token back to the other programs of this machine. */
  | { readonly type: 'release'; readonly on: Presentation };
