import { afterEach, beforeEach, expect, test } from 'vitest';
import { Branch } from '../../main/testing/branch.ts';
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
