import type { JobKind, ReportKind } from '../../shared/contract/transfer.ts';
import type { Settlements } from '../../shared/image/merge/report.ts';

/** The host's own suggestion among the backups. */
export const SUGGESTED = 'suggested';

/** What the command line asks of a replacement. */
export interface ReplaceWishes {
  /** How the customer is found; with neither, by the new token that is presented. */
  readonly account?: string | undefined;
  readonly number?: string | undefined;
  /** The token that is gone: its number or the end of it. */
  readonly token?: string | undefined;
  readonly report: ReportKind;
  /** Id of a backup, or `suggested`. */
  readonly backup: string;
}

/** What the command line asks of a job. */
export interface JobWishes {
  readonly job: JobKind;
  /** `null` but for a replacement. */
  readonly replace: ReplaceWishes | null;
  /** By the id of the conflict. */
  readonly settlements: Settlements;
  /** Shows the result and writes nothing. */
  readonly preview: boolean;
}
