import type { TokenReport } from '../contract/host.ts';

/** Milliseconds since 1970-01-01T00:00:00Z, by the main process's clock. */
export type Instant = number;

/** One presentation of a token: completions that name another one are dropped. */
export interface Presentation {
  readonly reader: string;
  readonly epoch: number;
  readonly visitId: string;
}

/** A presentation whose token has been read. */
export interface Known extends Presentation {
  readonly report: TokenReport;
}
