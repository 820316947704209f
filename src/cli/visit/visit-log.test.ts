import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Branch, must } from '../../main/testing/branch.ts';
import { followLog } from './visit-log.ts';

let branch: Branch;
beforeEach(async () => {
  branch = await Branch.open();
});
afterEach(() => branch.close());

/** What a log that followed the branch's visits so far knows. */
function followed() {
  const passed: string[] = [];
  const visitLog = followLog((event) => passed.push(event));
  for (const { event, ...facts } of branch.lines) visitLog.log(event, facts);
  expect(passed).toEqual(branch.lines.map(({ event }) => event));
  return visitLog;
}

test('an update is known by its reason and its request', async () => {
  expect(followed().decided()).toEqual({});
  branch.present(branch.token('amira-haddad'));
  await branch.screen('offer');
  const { decided, lastFailure } = followed();
  expect(decided()).toEqual({
    reason: 'request-pending',
    requestId: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
  expect(lastFailure()).toBeNull();
});

test('a refusal has a reason and serves no request', async () => {
  branch.present(branch.token('olga-petrenko'));
  await branch.screen('refused');
  expect(followed().decided()).toEqual({ reason: 'hotlisted' });
});

test('a host that is away has decided nothing, and is the last failure', async () => {
  const token = branch.token('amira-haddad');
  await branch.stopServer();
  branch.present(token);
  await branch.screen('offline');
  const { decided, lastFailure } = followed();
  expect(decided()).toEqual({});
  expect(lastFailure()).toMatchObject({ code: 'host-unreachable' });
});

test('an outcome that the journal did not take is not told, though nothing waits to be sent', async () => {
  branch.present(branch.token('amira-haddad'));
  await branch.screen('offer');
  expect(followed().untold()).toBe(false);
  const other = new Database(path.join(branch.folder, 'kiosk', 'journal.db')).exec('BEGIN IMMEDIATE');
  must(branch.kiosk.runner.act('decline'));
  other.close();
  expect(must(branch.kiosk.journal.outboxCounts()).queued).toBe(0);
  expect(followed().untold()).toBe(true);
});
