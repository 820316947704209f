import { afterEach, expect, test } from 'vitest';
import { codeOf } from '../../shared/testing/results.ts';
import { bookTransaction } from '../../virtual-token/terminal/terminal.ts';
import { Branch, type BranchOptions, must } from '../testing/branch.ts';
import { type DeviceSpec, device, imageOn } from '../testing/devices.ts';
import { earn, JobDesk, NEWER, OLDER, points } from '../testing/job-desk.ts';

let branch: Branch;
let desk: JobDesk;
afterEach(() => branch.close());

const open = async (options: BranchOptions = {}): Promise<void> => {
  branch = await Branch.open({ demo: false, ...options });
  desk = new JobDesk(branch);
};
const pair = async (over: Partial<DeviceSpec> = {}) => ({
  first: await device(branch, NEWER),
  second: await device(branch, { ...OLDER, ...over }),
});

test('with two readers one device is synchronized to the other, and the host confirms it', async () => {
  await open({ readers: 2 });
  const { first, second } = await pair({ kind: 'phone' });
  desk.act({ type: 'start', job: 'synchronize' });
  await desk.asksFor('first');
  branch.present(first, 0);
  await desk.asksFor('second');
  branch.present(second, 1);
  const { preview } = await desk.compared();
  expect(preview).toMatchObject({ merge: null, change: { rows: [{ delta: 85 }] } });
  desk.act({ type: 'confirm' });
  expect((await desk.confirmed()).receipt).toMatchObject({
    token: { kind: 'phone', lastFour: '7001' },
    job: { kind: 'synchronize', from: { kind: 'card', lastFour: '7002' }, merge: null },
  });
  expect((await imageOn(branch, second)).cells).toEqual(NEWER.cells);
  expect(first.counters.pageWrites).toBe(0);
  expect(branch.kiosk.journal.recentJobs(10)).toMatchObject({
    value: [
      { kind: 'synchronize', firstLast4: '7002', secondLast4: '7001', staffId: null, outcome: 'updated' },
    ],
  });
});

test('with one reader the devices come in turn, and a token that is not meant is told so', async () => {
  await open();
  const { first, second } = await pair();
  desk.act({ type: 'start', job: 'synchronize' });
  await desk.asksFor('first');
  branch.present(first);
  await desk.asksFor('second');
  branch.pull(first);
  branch.present(first);
  await desk.asksFor('second', 'same-token');
  branch.pull(first);
  branch.present(second);
  await desk.compared();
  // Somebody puts another token down before the result is written.
  branch.pull(second);
  const other = branch.token('deniz-yilmaz');
  branch.present(other);
  desk.act({ type: 'confirm' });
  await desk.asksFor('second', 'other-token');
  branch.pull(other);
  branch.present(second);
  await desk.confirmed();
  expect((await imageOn(branch, second)).cells).toEqual(NEWER.cells);
  expect(other.counters.pageWrites).toBe(0);
});

test('what the first device was told by terminals since its image goes along', async () => {
  await open({ readers: 2 });
  const { first, second } = await pair();
  must(bookTransaction(first.token, earn(3, 40)));
  desk.act({ type: 'start', job: 'synchronize' });
  branch.present(first, 0);
  branch.present(second, 1);
  expect((await desk.compared()).preview).toMatchObject({
    transactionsAdded: 1,
    change: { rows: [{ before: { balance: 1000 }, after: { balance: 1125 } }] },
  });
  desk.act({ type: 'confirm' });
  await desk.confirmed();
  expect((await imageOn(branch, second)).cells).toEqual([points(1125)]);
});

test('a new device gets all that the first one carries', async () => {
  await open({ readers: 2 });
  const first = await device(branch, NEWER);
  const second = await device(branch, { tokenId: OLDER.tokenId });
  desk.act({ type: 'start', job: 'synchronize' });
  branch.present(first, 0);
  branch.present(second, 1);
  await desk.compared();
  desk.act({ type: 'confirm' });
  await desk.confirmed();
  expect((await imageOn(branch, second)).transactions).toEqual(NEWER.transactions);
});

test('the second device is not overwritten when it knows something that the first does not', async () => {
  await open({ readers: 2 });
  const { first, second } = await pair({ cells: [points(1030)], transactions: [earn(1, 100), earn(9, 30)] });
  desk.act({ type: 'start', job: 'synchronize' });
  branch.present(first, 0);
  branch.present(second, 1);
  expect(await desk.on('refused')).toMatchObject({ reason: 'merge-needed', reference: expect.any(String) });
  expect(second.counters.pageWrites).toBe(0);
});

test('once the quota is used up the device is refused, in words that the screen can say', async () => {
  await open({ readers: 2 });
  const { first, second } = await pair({ syncQuota: { synchronizations: 1, days: 30 } });
  for (const screen of ['done', 'refused'] as const) {
    desk.act({ type: 'start', job: 'synchronize' });
    await desk.asksFor('first');
    branch.present(first, 0);
    branch.present(second, 1);
    if (screen === 'done') {
      await desk.compared();
      desk.act({ type: 'confirm' });
      await desk.confirmed();
    } else expect(await desk.on('refused')).toMatchObject({ reason: 'quota-used' });
    branch.pull(first);
    branch.pull(second);
    await branch.until((s) => !('tokenPresent' in s.screen && s.screen.tokenPresent), 'taken');
  }
});

test('a device of somebody else is refused, and the job ends without a write', async () => {
  await open({ readers: 2 });
  const { first, second } = await pair({ account: 'ACC-9999' });
  desk.act({ type: 'start', job: 'synchronize' });
  branch.present(first, 0);
  branch.present(second, 1);
  expect(await desk.on('refused')).toMatchObject({ reason: 'other-account' });
  expect(second.counters.pageWrites).toBe(0);
  expect(branch.kiosk.journal.recentJobs(10)).toMatchObject({
    value: [{ firstLast4: '7002', secondLast4: '7001', outcome: 'refused' }],
  });
});

test('a host that is away when the result is agreed to is asked again, and the job ends well', async () => {
  await open({ readers: 2 });
  const { first, second } = await pair();
  desk.act({ type: 'start', job: 'synchronize' });
  branch.present(first, 0);
  branch.present(second, 1);
  await desk.compared();
  await branch.stopServer();
  desk.act({ type: 'confirm' });
  expect(await desk.on('compare', ({ failure }) => failure !== null)).toMatchObject({
    busy: false,
    failure: { code: 'host-unreachable', retry: 'now' },
  });
  expect(second.counters.pageWrites).toBe(0);
  await branch.startServer();
  desk.act({ type: 'confirm' });
  await desk.confirmed();
  expect((await imageOn(branch, second)).cells).toEqual(NEWER.cells);
});

test('a job that is cancelled writes nothing, and a replacement cannot begin at self-service', async () => {
  await open({ readers: 2 });
  const { first, second } = await pair();
  desk.act({ type: 'start', job: 'synchronize' });
  branch.present(first, 0);
  branch.present(second, 1);
  await desk.compared();
  desk.act({ type: 'cancel' });
  await branch.until(({ screen }) => screen.screen !== 'compare', 'left');
  expect(second.counters.pageWrites).toBe(0);
  expect(codeOf(branch.kiosk.runner.actOnJob({ type: 'start', job: 'replace' }))).toBe('action-not-possible');
});
