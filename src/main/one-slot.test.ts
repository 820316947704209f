import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FaultRequest } from '../virtual-token/faults/fault.ts';
import type { InProcessToken } from '../virtual-token/in-process.ts';
import { Branch, must } from './testing/branch.ts';
import { readTokenOf } from './testing/look.ts';

let branch: Branch;
beforeEach(async () => {
  branch = await Branch.open();
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
