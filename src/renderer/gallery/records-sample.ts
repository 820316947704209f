import type { DeskRecord } from '../../shared/contract/staff.ts';
import { NOW } from './now.ts';

const MINUTE = 60_000;
const quiet = { failure: null, staffId: null, heard: 'told' } as const;

/** What a desk saw today and yesterday: one of each kind, and what needs somebody's eye. */
export const RECORDS: readonly DeskRecord[] = [
  {
    ...quiet,
    reference: 'R-3C91A0E4',
    at: NOW - 4 * MINUTE,
    what: 'visit',
    lastFours: ['9082'],
    outcome: 'updated',
    heard: 'waiting',
  },
  {
    ...quiet,
    reference: 'R-51D0C7B2',
    at: NOW - 5 * MINUTE,
    what: 'merge',
    lastFours: ['4417', '9082'],
    outcome: 'updated',
    staffId: 'jonas',
    heard: null,
  },
  {
    ...quiet,
    reference: 'R-0F6E7C52',
    at: NOW - 31 * MINUTE,
    what: 'visit',
    lastFours: ['0358'],
    outcome: null,
  },
  {
    ...quiet,
    reference: 'R-77A1B0C3',
    at: NOW - 64 * MINUTE,
    what: 'visit',
    lastFours: ['1305'],
    outcome: 'failed',
    failure: 'verify-mismatch',
    heard: 'refused',
  },
  {
    ...quiet,
    reference: 'R-8E42D915',
    at: NOW - 26 * 60 * MINUTE,
    what: 'replace',
    lastFours: ['4417', '7730'],
    outcome: 'updated',
    staffId: 'jonas',
    heard: null,
  },
];
