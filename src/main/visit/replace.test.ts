import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeOf } from '../../shared/testing/results.ts';
import type { InProcessToken } from '../../virtual-token/in-process.ts';
import { bookTransaction } from '../../virtual-token/terminal/terminal.ts';
import { hashPin } from '../config/pin.ts';
import { Branch, must } from '../testing/branch.ts';
import { device, imageOn } from '../testing/devices.ts';
import { earn, JobDesk, NEWER, points } from '../testing/job-desk.ts';

const BEA = { id: 'b.adler', name: 'Bea Adler' };
const FRESH = '9280041200007009';
const OTHER = '9280041200007010';
const LOST = NEWER.tokenId;
let branch: Branch;
let desk: JobDesk;
let lost: InProcessToken;
let fresh: InProcessToken;

beforeEach(async () => {
  branch = await Branch.open({ demo: false, mode: 'desk', members: [{ ...BEA, pin: hashPin('271828') }] });
  desk = new JobDesk(branch);
  lost = await device(branch, NEWER);
  fresh = await device(branch, { tokenId: FRESH, generation: 2 });
});
afterEach(() => branch.close());

/** Staff report the lost card and choose the backup that is suggested. */
async function chooseBackup(): Promise<void> {
  desk.act({ type: 'report', tokenId: LOST, report: 'lost' });
  const { offers } = await desk.on('backups', ({ busy }) => !busy);
  const suggested = offers.find((offer) => offer.suggested);
  if (suggested === undefined) throw new Error('nothing is suggested');
  desk.act({ type: 'choose-backup', backupId: suggested.backupId });
}

/** Up to where staff confirm what the new card is to hold. */
async function compareNew(): Promise<void> {
  branch.kiosk.runner.setStaff(BEA);
  desk.act({ type: 'start', job: 'replace' });
  desk.act({ type: 'search', by: 'account', value: 'ACC-7001' });
  const { customers } = await desk.on('find', (screen) => !screen.busy && screen.customers !== null);
  expect(customers).toMatchObject([{ holder: 'Nora Lindqvist' }]);
  await chooseBackup();
  await desk.asksFor('second');
  branch.present(fresh);
  await desk.compared();
}

async function replaceLost(): Promise<void> {
  await compareNew();
  desk.act({ type: 'confirm' });
  await desk.confirmed();
}

test('a lost card is replaced by a new one, which carries what the backup and the ledger know', async () => {
  await replaceLost();
  expect((await imageOn(branch, fresh)).cells).toEqual([points(1085)]);
  expect(await desk.on('done')).toMatchObject({
    receipt: { token: { lastFour: '7009' }, job: { kind: 'replace', from: { lastFour: '7002' } } },
  });
  expect(must(branch.kiosk.journal.recentJobs(1))).toMatchObject([
    { kind: 'replace', staffId: 'b.adler', firstLast4: '7002', secondLast4: '7009', outcome: 'updated' },
  ]);
});

test('the lost card is refused when it turns up, and what it did alone comes to the new one', async () => {
  must(bookTransaction(lost.token, earn(3, 40)));
  await replaceLost();
  branch.pull(fresh);
  await branch.until(({ screen }) => screen.screen === 'done' && !screen.tokenPresent, 'taken');
  must(branch.kiosk.runner.act('finish'));
  branch.present(lost);
  expect(await desk.on('refused')).toMatchObject({ reason: 'hotlisted' });
  expect(lost.counters.pageWrites).toBe(0);
  branch.pull(lost);
  branch.present(fresh);
  await desk.on('offer');
  must(branch.kiosk.runner.act('accept'));
  await desk.confirmed();
  expect((await imageOn(branch, fresh)).cells).toEqual([points(1125)]);
});

test('a new card that is finished after another one took the place is not said to be done', async () => {
  await compareNew();
  fresh.token.arm({ type: 'tear', at: 'byte', nth: 150, leave: 'garbage' });
  desk.act({ type: 'confirm' });
  await desk.on('removed');
  // Meanwhile another desk has replaced the lost card by that one.
  await branch.server.host?.store.db
    .updateTable('tokens')
    .set({ status: 'superseded', successor_id: OTHER })
    .where('token_id', '=', LOST)
    .execute();
  branch.present(fresh);
  expect(await desk.on('refused')).toMatchObject({ reason: 'superseded', token: { lastFour: '7009' } });
  branch.pull(fresh);
  await desk.on('attract');
  branch.present(fresh);
  expect(await desk.on('refused')).toMatchObject({ reason: 'hotlisted' });
  branch.pull(fresh);
});

test('the new token finds the customer by itself', async () => {
  branch.kiosk.runner.setStaff(BEA);
  desk.act({ type: 'start', job: 'replace' });
  branch.present(fresh);
  const { customers } = await desk.on('find', (screen) => !screen.busy && screen.customers !== null);
  expect(customers?.[0]?.tokens.map(({ tokenId }) => tokenId).sort()).toEqual([LOST, FRESH]);
  await chooseBackup();
  await desk.compared();
});

test('while nobody has signed in the desk begins no job, and nobody goes on with another’s', async () => {
  const { runner } = branch.kiosk;
  expect(runner.actOnJob({ type: 'start', job: 'replace' })).toMatchObject({
    failure: { code: 'action-not-possible', detail: expect.stringContaining('sign in') },
  });
  runner.setStaff(BEA);
  expect(runner.snapshot().staff).toEqual(BEA);
  desk.act({ type: 'start', job: 'replace' });
  runner.setStaff({ id: 'i.kaya', name: 'Idris Kaya' });
  const search = { type: 'search', by: 'account', value: 'ACC-7001' } as const;
  expect(codeOf(runner.actOnJob(search))).toBe('action-not-possible');
  runner.setStaff(null);
  expect(codeOf(runner.actOnJob(search))).toBe('action-not-possible');
  must(runner.actOnJob({ type: 'cancel' }));
});
