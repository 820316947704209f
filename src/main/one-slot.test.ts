import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FaultRequest } from '../virtual-token/faults/fault.ts';
import type { InProcessToken } from '../virtual-token/in-process.ts';
import { setIndicator } from '../virtual-token/terminal/terminal.ts';
import { NEWER_REQUEST } from './card/testing/samples.ts';
import { Branch, must } from './testing/branch.ts';
import { readTokenOf } from './testing/look.ts';

let branch: Branch;
/** By how much both of the kiosk's clocks are ahead of the machine's. */
let passed = 0;
const kiosk = { now: () => Date.now() + passed, steady: () => performance.now() + passed };
beforeEach(async () => {
  passed = 0;
  branch = await Branch.open({ clocks: { kiosk, host: Date.now } });
});
afterEach(() => branch.close());

const IN_THE_SLOT: FaultRequest = { type: 'tear', at: 'byte', nth: 400, leave: 'garbage' };

/** The flagged token of the demonstration with room for one image, pulled while that is overwritten. */
async function tornToken(): Promise<InProcessToken> {
  const token = branch.token('amira-haddad', { memory: { slotSize: 8192, slots: 1 } });
  branch.present(token);
  await branch.screen('offer');
  token.token.arm(IN_THE_SLOT);
  must(branch.kiosk.runner.act('accept'));
  await branch.screen('removed');
  token.token.insert();
  const { report } = await readTokenOf(token);
  expect(report).toMatchObject({ indicator: { state: 'in-progress' }, image: { sequence: 6 } });
  token.token.remove();
  return token;
}

async function isRestored(token: InProcessToken): Promise<void> {
  await branch.screen('done');
  const { report } = await readTokenOf(token);
  expect(report).toMatchObject({ indicator: { state: 'clear' }, image: { sequence: 7 } });
}

test('a token with one slot that was pulled in mid-write completes when it is put back', async () => {
  const token = await tornToken();
  branch.present(token);
  await isRestored(token);
});

/** Another kiosk, which heard nothing of what this one did. */
async function moveToAnotherKiosk(): Promise<void> {
  await branch.stopKiosk();
  rmSync(path.join(branch.folder, 'kiosk'), { recursive: true });
  branch.startKiosk();
}

test('a kiosk that knows nothing of the write sees that one is under way and finishes it with the host', async () => {
  const token = await tornToken();
  await moveToAnotherKiosk();
  branch.present(token);
  await branch.screen('offer');
  must(branch.kiosk.runner.act('accept'));
  await isRestored(token);
});

test('a kiosk that knows nothing of the write calls no token fine while the host is away, and finishes it after', async () => {
  const token = await tornToken();
  await moveToAnotherKiosk();
  await branch.stopServer();
  branch.present(token);
  const { screen } = await branch.screen('offline');
  expect(screen).toMatchObject({ token: { oneSlot: true, halfWritten: true } });
  await branch.startServer();
  await branch.screen('offer');
  must(branch.kiosk.runner.act('accept'));
  await isRestored(token);
});

test('the kiosk that was writing finishes it while the host is away, however long ago that was', async () => {
  const token = await tornToken();
  await branch.stopServer();
  passed = 11 * 60_000;
  await branch.until(({ screen }) => screen.screen !== 'removed', 'no waiting any more');
  branch.present(token);
  await isRestored(token);
  await branch.startServer();
  await branch.until(
    ({ screen }) => screen.screen === 'done' && screen.receipt?.hostConfirmed === true,
    'confirmed',
  );
  expect(must(branch.kiosk.journal.openIntents())).toEqual([]);
});

test('one whose last whole image a restored host does not know any more is written all the same', async () => {
  const token = branch.token('amira-haddad', { memory: { slotSize: 8192, slots: 1 } });
  await branch.stopServer();
  const [server, backup] = ['server', 'backup'].map((name) => path.join(branch.folder, name));
  cpSync(`${server}`, `${backup}`, { recursive: true });
  await branch.startServer();
  branch.present(token);
  await branch.screen('offer');
  must(branch.kiosk.runner.act('accept'));
  await branch.until(
    ({ screen }) => screen.screen === 'done' && screen.receipt?.hostConfirmed === true,
    'confirmed',
  );
  branch.pull(token);
  await branch.until(({ screen }) => screen.screen !== 'done' || !screen.tokenPresent, 'taken');
  must(setIndicator(token.token, NEWER_REQUEST));
  branch.present(token);
  await branch.screen('offer');
  token.token.arm(IN_THE_SLOT);
  must(branch.kiosk.runner.act('accept'));
  await branch.screen('removed');
  await branch.stopServer();
  rmSync(`${server}`, { recursive: true });
  cpSync(`${backup}`, `${server}`, { recursive: true });
  await branch.startServer();
  await moveToAnotherKiosk();
  branch.present(token);
  await branch.screen('offer');
  must(branch.kiosk.runner.act('accept'));
  await branch.screen('done');
  const { report } = await readTokenOf(token);
  expect(report).toMatchObject({ indicator: { state: 'clear' }, image: { sequence: 8 } });
});
