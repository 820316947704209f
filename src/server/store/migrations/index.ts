import { begin } from './0001-begin.ts';
import { jobs } from './0002-jobs.ts';
import { heard } from './0003-heard.ts';
import { repeats } from './0004-repeats.ts';
import type { Migration } from './migration.ts';

/** Every migration, in order; the last one's number is the version of the database. */
export const MIGRATIONS: readonly Migration[] = [begin, jobs, heard, repeats];
