import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test, vi } from 'vitest';
import { must } from '../../shared/testing/results.ts';
import { createJournal } from '../journal/journal.ts';
import { openDatabase } from '../journal/open.ts';
import { NOON, sampleOutcome, scratch } from '../journal/testing/samples.ts';
import { hostOf } from '../testing/job-host.ts';
import { Unrecorded } from './unrecorded.ts';

async function kiosk() {
  const { path, remove } = scratch();
  onTestFinished(remove);
  const now = () => NOON;
  const { db } = must(openDatabase({ path, now }));
  const journal = createJournal(db, now);
  const { services } = await hostOf(() => ({}));
  const unrecorded = new Unrecorded({ ...services, journal });
  const queued = () => must(journal.due(NOON, 100)).map(({ visitId }) => visitId);
  return { db, unrecorded, queued };
}

const ending = (over = {}) => ({
  visitId: randomUUID(),
  report: sampleOutcome({ outcome: 'current', ...over }),
});

test('outcomes that the disk did not take are recorded in their order once it is well again', async () => {
  const { db, unrecorded, queued } = await kiosk();
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
  const all = Array.from({ length: 60 }, () => ending());
  for (const one of all) unrecorded.add(one);
  const taken = queued();
  expect(taken.length).toBeLessThan(all.length - 1);
  const outdated = all.at(-2)?.visitId ?? '';
  unrecorded.forget(outdated);
  db.pragma('max_page_count = 1000');
  const wanted = all.map(({ visitId }) => visitId).filter((visitId) => visitId !== outdated);
  await vi.waitFor(() => expect(queued()).toEqual(wanted), { timeout: 30_000 });
});

test('an outcome that no disk would take holds up none behind it', async () => {
  const { unrecorded, queued } = await kiosk();
  const last = ending();
  unrecorded.add(ending({ kiosk: '' }));
  unrecorded.add(last);
  expect(queued()).toEqual([last.visitId]);
});
