import type { RefuseReason, TokenReport, UpdateDecision, UpdateReason } from '../../shared/contract/host.ts';
import type { TokenStatus } from '../../shared/contract/transfer.ts';
import type { RequestReason } from '../../shared/token/ef-commit.ts';
import type { Criteria } from '../images/select.ts';
import type { TokenState } from '../images/service.ts';

/** What the host has on file about a token. */
export interface TokenRecord {
  readonly tokenId: string;
  readonly accountRef: string;
  readonly generation: number;
  /** Seconds since 1970-01-01T00:00:00Z, both included. */
  readonly validFrom: number;
  readonly validTo: number;
  readonly status: TokenStatus;
}

/** A request of the host's that no update has served yet. */
export interface PendingRequest {
  readonly requestId: string;
  readonly reason: RequestReason;
  readonly criteria: Criteria;
}

/** What the host itself knows when a token presents itself. */
export interface HostFacts {
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
  readonly report: TokenReport;
  readonly token: TokenRecord | null;
  readonly hotlisted: boolean;
  readonly quotaUsed: boolean;
  /** Another kiosk has begun an update of this token and not yet said how it ended. */
  readonly openElsewhere: boolean;
  readonly pending: PendingRequest | null;
  /** What a job was writing to it when it was interrupted. */
  readonly interrupted: UpdateDecision | null;
}

/** All that a decision is made of. */
export interface Facts extends HostFacts {
  readonly images: TokenState;
  /** Whether the kiosk has sent the token's image, and whether its signature is trusted. */
  readonly sentImage: 'none' | 'trusted' | 'untrusted';
}

export type Verdict =
  | { readonly decision: 'refuse'; readonly reason: RefuseReason }
  | { readonly decision: 'record' }
  | { readonly decision: 'update'; readonly reason: UpdateReason }
  | { readonly decision: 'current' };
