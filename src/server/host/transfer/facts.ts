import type { TokenReport } from '../../../shared/contract/host.ts';
import type { DeviceRole, JobKind, ReportKind } from '../../../shared/contract/transfer.ts';
import type { TokenRecord } from '../facts.ts';

/** What the host has on file about a device of a job. */
export interface DeviceRecord extends TokenRecord {
  readonly issuer: string;
  readonly kind: string;
  readonly personRef: string | null;
  /** What was reported of it; `null` when nothing was. */
  readonly reportedAs: ReportKind | null;
}

/** The job's first device, when the second is asked about. */
export interface FirstDevice {
  readonly token: DeviceRecord;
  /** Whether it was found valid and that answer still holds. */
  readonly valid: boolean;
}

/** What the host itself knows when it is asked about a device. */
export interface TransferFacts {
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
  readonly job: JobKind;
  readonly role: DeviceRole;
  /** What the kiosk read; `null` of a device that is not there. */
  readonly report: TokenReport | null;
  readonly token: DeviceRecord | null;
  readonly hotlisted: boolean;
  /** Another kiosk or another job is at work with it. */
  readonly openElsewhere: boolean;
  /** Synchronizations that the quota leaves; `null` without a quota. */
  readonly quotaLeft: number | null;
  readonly first: FirstDevice | null;
}

/** All that an answer is made of. */
export interface DeviceFacts extends TransferFacts {
  /** Bytes of a slot that the first device's cells take at least; `null` while its image is not known. */
  readonly needs: number | null;
  /** Whether the kiosk has sent the token's image, and whether its signature is trusted. */
  readonly sentImage: 'none' | 'trusted' | 'untrusted';
}
