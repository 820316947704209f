import type { Result } from '../../shared/contract/result.ts';
import { ok } from '../../shared/contract/result.ts';
import type { DeskRecord } from '../../shared/contract/staff.ts';
import { referenceOf } from '../../shared/visit/transition.ts';
import type { HeardVisits } from '../journal/heard.ts';
import type { JobRecord, JobRecords } from '../journal/job-records.ts';
import type { StaffRecords, VisitRecord } from '../journal/staff-records.ts';

/** So many of each kind: some days at a busy kiosk. */
const MOST = 300;

const ofVisit = (visit: VisitRecord, heard: DeskRecord['heard']): DeskRecord => ({
  reference: referenceOf(visit.visitId),
  at: visit.startedAt,
  what: 'visit',
  lastFours: [visit.tokenLast4],
  outcome: visit.outcome,
  failure: visit.failureCode,
  staffId: null,
  heard,
});

const ofJob = ({ jobId, at, kind, outcome, staffId, firstLast4, secondLast4 }: JobRecord): DeskRecord => ({
  reference: referenceOf(jobId),
  at,
  what: kind,
  lastFours: [firstLast4, secondLast4].filter((last) => last !== null),
  outcome,
  failure: null,
  staffId,
  heard: null,
});

/** What happened at this kiosk, newest first: visits and jobs together. Fails as the journal does. */
export function deskRecords(
  journal: Pick<StaffRecords & JobRecords & HeardVisits, 'recentVisits' | 'recentJobs' | 'heardVisits'>,
): Result<readonly DeskRecord[]> {
  const visits = journal.recentVisits(MOST);
  if (!visits.ok) return visits;
  const jobs = journal.recentJobs(MOST);
  if (!jobs.ok) return jobs;
  const told = journal.heardVisits(MOST);
  if (!told.ok) return told;
  const heard = new Map(told.value.map((one) => [one.visitId, one.heard]));
  const records = [
    ...visits.value.map((visit) => ofVisit(visit, heard.get(visit.visitId) ?? null)),
    ...jobs.value.map(ofJob),
  ];
  return ok(records.sort((a, b) => b.at - a.at));
}
