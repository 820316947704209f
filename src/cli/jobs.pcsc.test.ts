import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { lockVirtualReader } from '../../scripts/pcscd/lock.ts';
import { ensurePcscd, type Pcscd, VIRTUAL_READERS } from '../../scripts/pcscd/service.ts';
import { KIOSK_ID, writeKioskConfig } from '../../scripts/world/kiosk-config.ts';
import { type ServerProcess, startServerProcess } from '../../scripts/world/server.ts';
import { hashPin } from '../main/config/pin.ts';
import { earn, member, points } from '../main/testing/job-desk.ts';
import { CliDesk, type MadeToken, STAFF } from './testing/desk.ts';
import { eventsOf, lastOf } from './testing/run-cli.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
const POLL = { timeout: 20_000, interval: 50 };
const [{ reader: LEFT }, { reader: RIGHT }] = VIRTUAL_READERS;

const ConflictIdSchema = z.object({
  merge: z.object({ conflicts: z.tuple([z.object({ id: z.string() })]) }),
});

let unlock: () => Promise<void>;
let pcscd: Pcscd;
let server: ServerProcess;
let desk: CliDesk;

beforeAll(async () => {
  unlock = await lockVirtualReader();
  pcscd = await ensurePcscd();
  const folder = mkdtempSync(path.join(tmpdir(), 'recard-cli-desk-'));
  server = await startServerProcess(path.join(folder, 'data'), KIOSK_ID, 'desk');
  const config = writeKioskConfig(folder, server, {
    kiosk: { id: KIOSK_ID, branch: 'Harbour Square', mode: 'desk' },
    staff: { members: [{ id: STAFF, name: 'Lena Fischer', pin: hashPin('2580') }] },
  });
  desk = new CliDesk(folder, server, config);
});
afterAll(async () => {
  await server.stop();
  rmSync(desk.folder, { recursive: true });
  await pcscd.stop();
  await unlock();
});
afterEach(async () => {
  await desk.clear();
  await expect.poll(tokens, POLL).toEqual(['none', 'none']);
});

/** What lies on the two readers. */
async function tokens(): Promise<unknown> {
  const { last } = await lastOf('readers');
  return Array.isArray(last?.readers) ? last.readers.map(({ token }) => token) : last;
}

async function sideBySide(left: MadeToken, right: MadeToken): Promise<void> {
  await desk.hand(left, 'insert', '--slot', '0');
  await desk.hand(right, 'insert', '--slot', '1');
  await expect.poll(tokens, POLL).toEqual(['present', 'present']);
}

/** Takes a token away, and waits until the reader has noticed. */
async function takeAway(token: MadeToken): Promise<void> {
  await desk.hand(token, 'remove');
  await expect.poll(tokens, POLL).toEqual(['none', 'none']);
}

/** The image that a token carries which lies on `reader`. */
async function imageOn(reader: string) {
  const { last } = await lastOf('read', '--config', desk.config, '--image', '--reader', reader);
  return last?.image;
}

const older = (account: string) => ({ account, cells: [points(1000)], transactions: [earn(1, 100)] });
const newer = (account: string) => ({
  account,
  cells: [points(1085)],
  transactions: [earn(1, 100), earn(2, 85)],
});

test('sync writes what the first token holds to the second, side by side, once it was shown', async () => {
  const [from, to] = [await desk.make(newer('ACC-1')), await desk.make(older('ACC-1'))];
  await sideBySide(from, to);
  const shown = await desk.job('sync', '--preview');
  expect(shown).toMatchObject({
    exit: 0,
    last: { event: 'job', job: 'synchronize', outcome: 'previewed', change: { rows: [{ delta: 85 }] } },
  });
  expect(await desk.hand(to, 'status')).toMatchObject({ status: { counters: { pageWrites: 0 } } });
  expect(await desk.job('sync')).toMatchObject({
    exit: 0,
    last: {
      event: 'job',
      job: 'synchronize',
      outcome: 'updated',
      first: { kind: 'card', lastFour: from.lastFour },
      second: { kind: 'card', lastFour: to.lastFour },
      staff: STAFF,
      receipt: { token: { lastFour: to.lastFour }, job: { from: { lastFour: from.lastFour } } },
      hostConfirmed: true,
    },
  });
  expect(await imageOn(RIGHT)).toMatchObject({ tokenId: to.tokenId, cells: [points(1085)] });
  expect(await desk.hand(from, 'status')).toMatchObject({ status: { counters: { pageWrites: 0 } } });
});

test('sync takes the readers that it is told, whichever token was there before', async () => {
  const [from, to] = [await desk.make(newer('ACC-2')), await desk.make(older('ACC-2'))];
  await sideBySide(to, from);
  const named = ['--first-reader', RIGHT, '--second-reader', LEFT];
  expect(await desk.job('sync', ...named)).toMatchObject({
    exit: 0,
    last: { outcome: 'updated', first: { lastFour: from.lastFour }, second: { lastFour: to.lastFour } },
  });
  expect(await imageOn(LEFT)).toMatchObject({ tokenId: to.tokenId, cells: [points(1085)] });
});

test('sync on one reader asks for the phone again that left too early, and goes on at its next tap', async () => {
  const from = await desk.make(newer('ACC-6'));
  const to = await desk.make({ ...older('ACC-6'), kind: 'phone' });
  const running = desk.begin('sync');
  await running.said('"role":"first"');
  await desk.hand(from, 'insert');
  await running.said('"role":"second"');
  await takeAway(from);
  // Long enough to be seen, and gone in the middle of what is read of it.
  await desk.hand(to, 'tap', '--ms', '60000', '--commands', '2');
  await expect
    .poll(async () => (await desk.hand(to, 'status'))?.status, POLL)
    .toMatchObject({ present: false });
  await desk.hand(to, 'insert');
  const run = await running.ended;
  expect(eventsOf(run).at(-1)).toMatchObject({
    outcome: 'updated',
    second: { kind: 'phone', lastFour: to.lastFour },
    hostConfirmed: true,
  });
  expect(run.stderr.match(/Put the second token on/g)).toHaveLength(2);
  expect(await imageOn(LEFT)).toMatchObject({ tokenId: to.tokenId, cells: [points(1085)] });
});

test('merge leaves a conflict to a person: declined without a choice, and written to both with one', async () => {
  const first = await desk.make({
    account: 'ACC-3',
    cells: [points(1085), member('Gold')],
    transactions: [earn(1, 100), earn(2, 85)],
  });
  const second = await desk.make({
    account: 'ACC-3',
    cells: [points(1030), member('Silver')],
    transactions: [earn(1, 100), earn(9, 30)],
  });
  await sideBySide(first, second);
  const open = await desk.job('merge');
  expect(open).toMatchObject({
    exit: 10,
    last: {
      job: 'merge',
      outcome: 'declined',
      reason: 'conflicts-open',
      merge: { conflicts: [{ programme: 'POOL', choices: ['keep-first', 'keep-second'] }] },
    },
  });
  expect(await desk.hand(second, 'status')).toMatchObject({ status: { counters: { pageWrites: 0 } } });
  const { id } = ConflictIdSchema.parse(open.last).merge.conflicts[0];
  expect(await desk.job('merge', '--settle', `${id}=keep-both`)).toMatchObject({
    exit: 2,
    last: { outcome: 'failed', failure: { code: 'request-malformed' } },
  });
  expect(
    await desk.job('merge', '--settle', `${id}=keep-second`, '--settle', 'cell NONE 1=keep-first'),
  ).toMatchObject({
    exit: 0,
    last: {
      outcome: 'updated',
      settled: [{ id, choice: 'keep-second' }],
      settlementsUnused: ['cell NONE 1'],
      merge: { conflicts: [], settled: [{ id, choice: 'keep-second' }] },
      receipt: { job: { kind: 'merge' } },
      hostConfirmed: true,
    },
  });
  const both = { cells: [points(1115), member('Silver')] };
  expect(await imageOn(LEFT)).toMatchObject({ tokenId: first.tokenId, ...both });
  expect(await imageOn(RIGHT)).toMatchObject({ tokenId: second.tokenId, ...both });
});

test('merge on one reader asks for each token in turn, and for the first one again to write it', async () => {
  const first = await desk.make(newer('ACC-4'));
  const second = await desk.make({
    ...older('ACC-4'),
    cells: [points(1030)],
    transactions: [earn(1, 100), earn(9, 30)],
  });
  const running = desk.begin('merge');
  await running.said('"role":"first"');
  await desk.hand(first, 'insert');
  await running.said('"role":"second"');
  await takeAway(first);
  await desk.hand(second, 'insert');
  await running.said('"toWrite":true');
  await takeAway(second);
  await desk.hand(first, 'insert');
  const run = await running.ended;
  expect(eventsOf(run).at(-1)).toMatchObject({ job: 'merge', outcome: 'updated', hostConfirmed: true });
  expect(run.stderr).toContain(`Put the card ending ${first.lastFour} on a reader`);
  expect(await imageOn(LEFT)).toMatchObject({ tokenId: first.tokenId, cells: [points(1115)] });
});

test('replace reports the old token, takes the suggested backup, and makes the new one carry it', async () => {
  const old = await desk.make(newer('ACC-5'));
  const fresh = await desk.make({ account: 'ACC-5' });
  await desk.hand(fresh, 'insert');
  const unclear = await desk.job('replace', '--account', 'ACC-5', '--report', 'lost');
  expect(unclear).toMatchObject({
    exit: 2,
    last: { failure: { detail: expect.stringContaining('--token') } },
  });
  const replaced = await desk.job(
    'replace',
    '--account',
    'ACC-5',
    '--token',
    old.lastFour,
    '--report',
    'lost',
  );
  expect(replaced).toMatchObject({
    exit: 0,
    last: {
      job: 'replace',
      outcome: 'updated',
      first: { lastFour: old.lastFour },
      second: { lastFour: fresh.lastFour },
      reported: 'lost',
      receipt: { job: { kind: 'replace', from: { lastFour: old.lastFour } } },
      hostConfirmed: true,
    },
  });
  expect(await imageOn(LEFT)).toMatchObject({ tokenId: fresh.tokenId, generation: 2, cells: [points(1085)] });
  await takeAway(fresh);
  await desk.hand(old, 'insert');
  const found = await lastOf('visit', '--config', desk.config, '--yes');
  expect(found).toMatchObject({ exit: 6, last: { outcome: 'refused', reason: 'hotlisted' } });
});
