import type { Failure } from '../contract/failure.ts';
import type { Outcome, UpdateDecision } from '../contract/host.ts';
import type { ImageChange } from '../image/change.ts';
import type { Known, OpenIntent, Presentation } from './state.ts';

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
  /** Reads what is on the token, for the customer's eyes. → content-read */
  | { readonly type: 'show-content'; readonly on: Known }
  /** Puts the outcome of a visit into the outbox. */
  | {
      readonly type: 'conclude';
      readonly visitId: string;
      readonly tokenId: string;
      readonly outcome: Outcome;
      readonly failure: Failure | null;
    }
  /** Gives the token back to the other programs of this machine. */
  | { readonly type: 'release'; readonly on: Presentation };
