import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import type { InProcessToken } from '../virtual-token/in-process.ts';
import { setIndicator } from '../virtual-token/terminal/terminal.ts';
import { NEWER_REQUEST } from './card/testing/samples.ts';
import { Branch, must } from './testing/branch.ts';
import { readTokenOf } from './testing/look.ts';

async function openBranch(): Promise<Branch> {
  const branch = await Branch.open();
  onTestFinished(() => branch.close());
  return branch;
}

/** Presents the token, accepts what is offered, and takes it away once the host has heard of it. */
async function update(branch: Branch, token: InProcessToken): Promise<void> {
  branch.present(token);
  await branch.screen('offer');
  must(branch.kiosk.runner.act('accept'));
  await heard(branch);
  branch.pull(token);
  await branch.until(({ screen }) => screen.screen !== 'done' || !screen.tokenPresent, 'card taken');
}

const heard = (branch: Branch) =>
  branch.until(
    ({ screen }) => screen.screen === 'done' && screen.receipt?.hostConfirmed === true,
    'confirmed',
  );

/**
 * What a salvage makes of a journal of which only an older state can be read: the first write is open again, and nothing
 * is known of what the host was told of it.
 */
async function forgetTheEnd(branch: Branch): Promise<void> {
  await branch.stopKiosk();
  const db = new Database(path.join(branch.folder, 'kiosk', 'journal.db'));
  const reopened = db
    .prepare(
      `UPDATE intent SET state = 'open', outcome = NULL, closedAt = NULL,
         image = (SELECT bytes FROM slot WHERE digest = afterDigest)
       WHERE rowid = (SELECT min(rowid) FROM intent)`,
    )
    .run();
  db.exec('DELETE FROM outbox; DELETE FROM visit');
  db.close();
  expect(reopened.changes).toBe(1);
  branch.startKiosk();
}

/** What a token carries that lies on no reader. */
async function lookAt(token: InProcessToken) {
  token.token.insert();
  const { report } = await readTokenOf(token);
  token.token.remove();
  return { image: report.image, indicator: report.indicator, pages: token.counters.pageWrites };
}

test('a write that looks open again and is on the token is told once more, and nothing is written', async () => {
  const branch = await openBranch();
  const token = branch.token('amira-haddad');
  await update(branch, token);
  const before = await lookAt(token);
  await forgetTheEnd(branch);
  branch.present(token);
  await branch.screen('done');
  branch.pull(token);
  expect(await lookAt(token)).toEqual(before);
  expect(must(branch.kiosk.journal.openIntents())).toEqual([]);
});

test('a write that looks open again and was followed by another is never written, though its image is there', async () => {
  const branch = await openBranch();
  const token = branch.token('amira-haddad');
  await update(branch, token);
  must(setIndicator(token.token, NEWER_REQUEST));
  await update(branch, token);
  const before = await lookAt(token);
  expect(before.indicator.state).toBe('clear');
  await forgetTheEnd(branch);
  branch.present(token);
  const { screen } = await branch.screen('done');
  expect(screen).toMatchObject({ outcome: 'current' });
  branch.pull(token);
  expect(await lookAt(token)).toEqual(before);
  expect(must(branch.kiosk.journal.openIntents())).toEqual([]);
});
