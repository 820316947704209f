import { expect, test } from 'vitest';
import { failure } from '../../contract/failure.ts';
import { present } from '../present.ts';
import { customer, mergeOf, OTHER } from './testing.ts';

import { Desk, FIRST } from './testing-desk.ts';

test.each(['token-damaged', 'token-refused'] as const)(
  'a merge that is on one of two devices never says that nothing was written: %s',
  (code) => {
    const desk = new Desk('desk', ['Reader 1']);
    desk.act({ type: 'start', job: 'merge' });
    for (const tokenId of [FIRST, OTHER]) {
      desk.put('Reader 1');
      desk.read(tokenId);
      desk.check();
      if (tokenId === FIRST) desk.pull('Reader 1');
    }
    desk.shown(mergeOf(true));
    desk.sign('second', 'first');
    desk.written();
    desk.pull('Reader 1');
    desk.put('Reader 1');
    const { epoch, visitId } = desk.ask('read').on;
    desk.feed({ type: 'step-failed', epoch, visitId, step: 'read', failure: failure(code), at: 1 });
    expect(desk.ask('end-job').outcome).toBe('interrupted');
    const screen = present(desk.kiosk);
    if (screen.screen === 'trouble') expect(screen.failure.tokenEffect).toBe('changed');
    else expect(screen).toMatchObject({ screen: 'refused' });
  },
);

test.each(['damaged', 'upgraded'] as const)('an old one that is %s works until the host hears', (kind) => {
  const desk = new Desk();
  desk.act({ type: 'start', job: 'replace' });
  desk.put('Reader 1');
  desk.read(FIRST);
  const lost = { customer, tokenId: OTHER, report: kind };
  desk.feed({ type: 'customers-found', jobId: 'job-1', customers: [customer], at: 1 });
  desk.act({ type: 'report', tokenId: OTHER, report: kind });
  desk.feed({ type: 'token-reported', jobId: 'job-1', lost, at: 1 });
  expect(desk.screen('backups').job.firstStopped).toBe(false);
});
