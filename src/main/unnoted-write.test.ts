import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { Branch, must } from './testing/branch.ts';
import { readTokenOf } from './testing/look.ts';

test('a write that was verified and could not be noted is not called undone, and is settled without writing again', async () => {
  const branch = await Branch.open();
  onTestFinished(() => branch.close());
  const token = branch.token('amira-haddad');
  branch.present(token);
  await branch.screen('offer');
  let lock: Database.Database | undefined;
  const stop = branch.kiosk.runner.onSnapshot(({ screen }) => {
    if (lock !== undefined || screen.screen !== 'verifying' || screen.progress.step !== 'commit') return;
    // Another program holds the journal at the instant in which the end of the write is to be noted.
    lock = new Database(path.join(branch.folder, 'kiosk', 'journal.db')).exec('BEGIN IMMEDIATE');
  });
  must(branch.kiosk.runner.act('accept'));
  const { screen } = await branch.screen('trouble');
  stop();
  expect(screen).toMatchObject({
    failure: { code: 'journal-unavailable', tokenEffect: 'changed', retry: 'now' },
  });
  const { image } = (await readTokenOf(token)).report;
  expect(image?.sequence).toBe(7);
  const pages = token.counters.pageWrites;
  lock?.close();
  must(branch.kiosk.runner.act('retry'));
  const done = await branch.screen('done');
  expect(done.screen).toMatchObject({
    outcome: 'updated',
    receipt: { bytesWritten: 0, requestCleared: true },
  });
  expect(token.counters.pageWrites).toBe(pages);
});
