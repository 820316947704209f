import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Branch } from '../../src/main/testing/branch.ts';
import { Broken } from '../tear/broken.ts';
import { askJournal } from './intent-first.ts';

/** The pump's longest pause between attempts is half a minute. */
const WITHIN_MS = 60_000;
const LOOK_MS = 50;

const EntrySchema = z.object({
  visitId: z.string(),
  revision: z.number(),
  state: z.string(),
  /** `null`: it is a backup. */
  outcome: z.string().nullable(),
});

/** Waits until every outcome of the kiosk's has been settled with the host. */
export async function untilDrained(branch: Branch): Promise<void> {
  for (const begun = performance.now(); performance.now() - begun < WITHIN_MS; await pause(LOOK_MS))
    if (askJournal(branch, `SELECT 1 FROM outbox WHERE state = 'queued'`).length === 0) return;
  throw new Broken('lost-or-doubled', `outcomes are still queued after ${WITHIN_MS / 1000} s`);
}

/**
 * What the host heard: all that the kiosk had to tell, each outcome under its revision, and one update of the token and no more. `mustHear`: also
 * how each visit with nothing to do ended; a kiosk that begins anew on a bad disk knows no more of one that its
 * journal could not take, which the host has decided itself.
 */
export async function checkHost(
  branch: Branch,
  tokenId: string,
  shownCurrent: number,
  mustHear: boolean,
): Promise<void> {
  const { host } = branch.server;
  if (host === undefined) throw new Error('the server is no host');
  const { db } = host.store;
  const entries = z
    .array(EntrySchema)
    .parse(askJournal(branch, "SELECT visitId, revision, state, body ->> 'outcome' AS outcome FROM outbox"));
  const outcomes = await db
    .selectFrom('outcomes')
    .select(['visit_id', 'revision'])
    .where('token_id', '=', tokenId)
    .execute();
  const heard = new Set(outcomes.map(({ visit_id, revision }) => `${visit_id} ${revision}`));
  for (const { visitId, revision, state, outcome } of entries) {
    if (state !== 'delivered') throw new Broken('lost-or-doubled', `what is to be told is ${state}`);
    if (outcome !== null && !heard.has(`${visitId} ${revision}`))
      throw new Broken('lost-or-doubled', 'an outcome was not heard');
  }
  const visits = await db.selectFrom('visits').selectAll().where('token_id', '=', tokenId).execute();
  const ended = (outcome: string) => visits.filter((visit) => visit.outcome === outcome).length;
  if (ended('updated') !== 1) throw new Broken('lost-or-doubled', `${ended('updated')} visits updated it`);
  const decided = visits.filter(({ answer }) => answer?.includes('"decision":"current"'));
  if (decided.length < shownCurrent)
    throw new Broken(
      'false-success',
      `${shownCurrent} visits with nothing to do, ${decided.length} decided so`,
    );
  if (mustHear && decided.some(({ outcome }) => outcome === null))
    throw new Broken('lost-or-doubled', 'a visit with nothing to do was shown, and its end not heard');
  const pending = await db
    .selectFrom('requests')
    .select('request_id')
    .where('token_id', '=', tokenId)
    .where('status', '=', 'pending')
    .execute();
  if (pending.length > 0) throw new Broken('lost-or-doubled', 'the request is still pending');
}
