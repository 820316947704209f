import { afterEach, expect, test } from 'vitest';
import { codeOf } from '../../shared/testing/results.ts';
import type { FaultRequest } from '../../virtual-token/faults/fault.ts';
import type { InProcessToken } from '../../virtual-token/in-process.ts';
import { Branch, type BranchOptions, must } from '../testing/branch.ts';
import { device, imageOn } from '../testing/devices.ts';
import { earn, JobDesk, member, points } from '../testing/job-desk.ts';

let branch: Branch;
let desk: JobDesk;
afterEach(() => branch.close());

const open = async (options: BranchOptions = {}): Promise<void> => {
  branch = await Branch.open({ demo: false, ...options });
  desk = new JobDesk(branch);
};

const CARD = '9280041200007001';
const PHONE = '9280041200007002';
/** Both were used on their own since they were alike. */
const pair = async (levels: readonly [string, string] = ['Gold', 'Gold']) => ({
  card: await device(branch, {
    tokenId: CARD,
    cells: [points(1085), member(levels[0])],
    transactions: [earn(1, 100), earn(2, 85)],
  }),
  phone: await device(branch, {
    tokenId: PHONE,
    kind: 'phone',
    cells: [points(1030), member(levels[1])],
    transactions: [earn(1, 100), earn(9, 30)],
  }),
});

const isMerged = async (token: InProcessToken, level = 'Gold'): Promise<void> => {
  const image = await imageOn(branch, token);
  expect(image.cells).toEqual([points(1115), member(level)]);
  expect(image.transactions).toEqual([earn(1, 100), earn(2, 85), earn(9, 30)]);
};

test('two devices side by side get the same content, and nothing that either had is lost', async () => {
  await open({ readers: 2 });
  const { card, phone } = await pair();
  desk.act({ type: 'start', job: 'merge' });
  branch.present(card, 0);
  branch.present(phone, 1);
  const { preview } = await desk.compared();
  expect(preview.merge).toMatchObject({ conflicts: [], settled: [] });
  expect(preview.merge?.rows.find(({ kind }) => kind === 'points')).toMatchObject({
    fate: 'combined',
    delta: { first: 30, second: 85 },
  });
  desk.act({ type: 'confirm' });
  expect((await desk.confirmed()).receipt?.job).toMatchObject({
    kind: 'merge',
    from: { lastFour: '7001' },
    merge: { rows: [{ kind: 'points' }, { kind: 'membership' }] },
  });
  await isMerged(card);
  await isMerged(phone);
});

test('with one reader each device is asked for again to be written, and a wrong one is told so', async () => {
  await open();
  const { card, phone } = await pair();
  desk.act({ type: 'start', job: 'merge' });
  await desk.asksFor('first');
  branch.present(card);
  await desk.asksFor('second');
  branch.pull(card);
  branch.present(phone);
  await desk.compared();
  desk.act({ type: 'confirm' });
  expect(await desk.asksFor('first')).toMatchObject({ toWrite: true });
  branch.pull(phone);
  branch.present(phone);
  await desk.asksFor('first', 'other-token');
  branch.pull(phone);
  branch.present(card);
  await desk.confirmed();
  await isMerged(card);
  await isMerged(phone);
});

test('merged with a new device, the content is on both', async () => {
  await open({ readers: 2 });
  const { card } = await pair();
  const blank = await device(branch, { tokenId: '9280041200007003' });
  desk.act({ type: 'start', job: 'merge' });
  branch.present(card, 0);
  branch.present(blank, 1);
  await desk.compared();
  desk.act({ type: 'confirm' });
  await desk.confirmed();
  for (const token of [card, blank])
    expect((await imageOn(branch, token)).cells).toEqual([points(1085), member('Gold')]);
});

test('a phone that leaves while its image is recorded is asked for again, and the job goes on at its next tap', async () => {
  await open();
  const { card, phone } = await pair();
  desk.act({ type: 'start', job: 'merge' });
  branch.present(card);
  await desk.asksFor('second');
  branch.pull(card);
  // The fifth command is the first that reads the image: the host has asked for it.
  phone.token.arm({ type: 'tear', at: 'command', nth: 5, when: 'before' });
  branch.present(phone);
  await branch.until(() => !phone.token.present, 'the phone left');
  await desk.asksFor('second');
  branch.present(phone);
  await desk.compared();
  expect(branch.lines).toContainEqual(expect.objectContaining({ event: 'step-failed', step: 'record' }));
  desk.act({ type: 'confirm' });
  await desk.asksFor('first');
  branch.pull(phone);
  branch.present(card);
  await desk.confirmed();
  await isMerged(card);
  await isMerged(phone);
});

const CUTS: Readonly<Record<string, FaultRequest>> = {
  'before its first byte': { type: 'tear', at: 'byte', nth: 1, leave: 'old' },
  'in the middle of a page': { type: 'tear', at: 'byte', nth: 150, leave: 'garbage' },
};
for (const [where, fault] of Object.entries(CUTS))
  test(`a phone that is taken away ${where} is completed at its next tap, and the card after it`, async () => {
    await open({ readers: 2 });
    const { card, phone } = await pair();
    desk.act({ type: 'start', job: 'merge' });
    branch.present(card, 0);
    branch.present(phone, 1);
    await desk.compared();
    phone.token.arm(fault);
    desk.act({ type: 'confirm' });
    await branch.screen('removed');
    expect(card.counters.pageWrites).toBe(0);
    branch.present(phone, 1);
    await desk.confirmed();
    await isMerged(card);
    await isMerged(phone);
  });

test('a kiosk that was begun anew in mid-write completes the device from its journal, and both can be merged again', async () => {
  await open({ readers: 2 });
  const { card, phone } = await pair();
  desk.act({ type: 'start', job: 'merge' });
  branch.present(card, 0);
  branch.present(phone, 1);
  await desk.compared();
  phone.token.arm({ type: 'tear', at: 'byte', nth: 150, leave: 'garbage' });
  desk.act({ type: 'confirm' });
  await branch.screen('removed');
  await branch.stopKiosk();
  branch.startKiosk();
  branch.present(phone, 1);
  const { receipt } = await desk.on('done', (screen) => screen.outcome === 'updated');
  expect(receipt?.change.rows.find(({ kind }) => kind === 'points')?.delta).toBe(85);
  await isMerged(phone);
  // The card was not written yet: its transactions are still its own, until both are merged once more.
  expect((await imageOn(branch, card)).cells).toEqual([points(1085), member('Gold')]);
  await desk.confirmed();
  desk.act({ type: 'start', job: 'merge' });
  // The phone lies there, so it is the first this time.
  await desk.asksFor('second');
  branch.present(card, 0);
  await desk.compared();
  desk.act({ type: 'confirm' });
  await desk.confirmed();
  await isMerged(card);
  await isMerged(phone);
});

test('staff settle what the rules leave open, take it back, settle it again, and it is recorded with their id', async () => {
  await open({ readers: 2, mode: 'desk' });
  const bea = { id: 'b.adler', name: 'Bea Adler' };
  branch.kiosk.runner.setStaff(bea);
  const { card, phone } = await pair(['Gold', 'Silver']);
  desk.act({ type: 'start', job: 'merge' });
  branch.present(card, 0);
  branch.present(phone, 1);
  const { preview } = await desk.compared();
  const [conflict] = preview.merge?.conflicts ?? [];
  if (conflict === undefined) throw new Error('there is no conflict');
  expect(conflict).toMatchObject({ programme: 'POOL', reason: 'same-version-differs' });
  expect(codeOf(branch.kiosk.runner.actOnJob({ type: 'confirm' }))).toBe('action-not-possible');
  const { id } = conflict;
  desk.act({ type: 'settle', id, choice: 'keep-first' });
  await desk.on('compare', ({ busy, settled }) => !busy && settled.length === 1);
  desk.act({ type: 'undo' });
  await desk.on('compare', ({ busy, settled }) => !busy && settled.length === 0);
  desk.act({ type: 'settle', id, choice: 'keep-second' });
  await desk.on('compare', ({ busy, settled }) => !busy && settled.length === 1);
  desk.act({ type: 'confirm' });
  await desk.confirmed();
  await isMerged(card, 'Silver');
  await isMerged(phone, 'Silver');
  expect(must(branch.kiosk.journal.recentJobs(1))).toMatchObject([
    { staffId: 'b.adler', settlements: { [id]: 'keep-second' }, outcome: 'updated' },
  ]);
});

test('self-service never settles: it sends the customer to a desk with a reference', async () => {
  await open({ readers: 2 });
  const { card, phone } = await pair(['Gold', 'Silver']);
  desk.act({ type: 'start', job: 'merge' });
  branch.present(card, 0);
  branch.present(phone, 1);
  expect(await desk.on('refused')).toMatchObject({
    reason: 'settle-at-desk',
    reference: expect.stringMatching(/^M-/),
  });
  expect(card.counters.pageWrites + phone.counters.pageWrites).toBe(0);
});
