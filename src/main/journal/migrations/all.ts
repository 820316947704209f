import * as journal from './0001-journal.ts';
import * as jobs from './0002-jobs.ts';

/**
 * One step of the schema: its SQL runs in one transaction with `user_version = version`. Each one changes the schema, if
 * only by an index: by it a journal's version is known where its header is damaged.
 */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** In ascending order without gaps. SQL is text in modules, so that bundling needs no files beside. */
export const MIGRATIONS: readonly [Migration, ...Migration[]] = [journal, jobs];
