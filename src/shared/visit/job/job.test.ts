import { expect, test } from 'vitest';
import { failure } from '../../contract/failure.ts';
import { noChange, report, update } from '../testing.ts';
import { customer, invalid, mergeOf, OTHER, offer, preview, valid } from './testing.ts';
import { Desk, FIRST, sideBySide } from './testing-desk.ts';

test('with two readers a synchronization takes the first device from the first reader', () => {
  const desk = new Desk();
  desk.act({ type: 'start', job: 'synchronize' });
  expect(desk.screen('present')).toMatchObject({ role: 'first', readers: 2 });
  desk.put('Reader 1');
  desk.read(FIRST);
  desk.check(valid(true));
  const recording = desk.ask('record-device');
  desk.feed({ type: 'checked', jobId: 'job-1', transferId: recording.on.visitId, answer: valid(), at: 1 });
  expect(desk.screen('present').role).toBe('second');
});

test('what was shown is written, read back and told with both devices', () => {
  const desk = sideBySide('synchronize');
  desk.shown();
  desk.sign('second');
  expect(desk.ask('write').on.visitId).toBe('v-2');
  desk.written();
  const { receipt } = desk.screen('done');
  expect(receipt?.job).toMatchObject({ kind: 'synchronize', from: { lastFour: FIRST.slice(-4) } });
  expect(desk.asked).toContainEqual({
    type: 'conclude',
    visitId: 'v-1',
    tokenId: FIRST,
    outcome: 'current',
    failure: null,
  });
  expect(desk.ask('end-job').outcome).toBe('updated');
});

test('with one reader the devices come in turn, and the same one twice is recognised', () => {
  const desk = new Desk('desk', ['Reader 1']);
  desk.act({ type: 'start', job: 'synchronize' });
  desk.put('Reader 1');
  desk.read(FIRST);
  desk.check();
  desk.pull('Reader 1');
  desk.put('Reader 1');
  desk.read(FIRST);
  expect(desk.screen('present')).toMatchObject({ role: 'second', wrong: 'same-token' });
  desk.pull('Reader 1');
  desk.put('Reader 1');
  desk.read(OTHER);
  desk.check();
  desk.ask('compose');
});

test('a merge with one reader asks for the first device again, and for no other, before it writes that', () => {
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
  expect(desk.screen('present')).toMatchObject({ role: 'first', toWrite: true, wrong: null });
  desk.pull('Reader 1');
  desk.put('Reader 1');
  desk.read(OTHER);
  expect(desk.screen('present').wrong).toBe('other-token');
  desk.pull('Reader 1');
  desk.put('Reader 1');
  desk.read(FIRST);
  desk.written();
  expect(desk.screen('done').receipt?.job?.kind).toBe('merge');
});

test('staff settle what is open, take it back, and nothing is written before all is settled', () => {
  const desk = sideBySide('merge');
  desk.shown(mergeOf(false));
  desk.act({ type: 'confirm' });
  expect(desk.asked).toEqual([]);
  desk.act({ type: 'settle', id: 'cell GYM 5', choice: 'keep-both' });
  expect(desk.asked, 'a choice that is not offered').toEqual([]);
  desk.act({ type: 'settle', id: 'cell GYM 5', choice: 'keep-first' });
  const { settled } = desk.ask('settle-merge');
  desk.feed({ type: 'previewed', jobId: 'job-1', preview: preview(mergeOf(true)), settled, at: 1 });
  expect(desk.screen('compare').settled).toEqual([{ id: 'cell GYM 5', choice: 'keep-first' }]);
  desk.act({ type: 'undo' });
  expect(desk.ask('settle-merge').settled).toEqual([]);
});

test('self-service never settles: it sends to a desk with a reference', () => {
  const desk = sideBySide('merge', 'self-service');
  desk.shown(mergeOf(false));
  expect(desk.screen('refused')).toMatchObject({ reason: 'settle-at-desk', reference: 'M-JOB-1' });
  expect(desk.ask('end-job').outcome).toBe('refused');
});

test('a replacement finds the customer by the new token that is presented, and writes it', () => {
  const desk = new Desk();
  desk.act({ type: 'start', job: 'replace' });
  desk.put('Reader 1');
  desk.read(FIRST);
  expect(desk.ask('search')).toMatchObject({ by: 'number', value: FIRST });
  desk.feed({ type: 'customers-found', jobId: 'job-1', customers: [customer], at: 1 });
  desk.act({ type: 'report', tokenId: OTHER, report: 'lost' });
  const { customer: holder, tokenId, report: kind } = desk.ask('report');
  desk.feed({
    type: 'token-reported',
    jobId: 'job-1',
    lost: { customer: holder, tokenId, report: kind },
    at: 1,
  });
  expect(desk.screen('backups').job.firstStopped).toBe(true);
  desk.feed({
    type: 'backups-offered',
    jobId: 'job-1',
    offers: [offer(), offer({ backupId: 'b-2', blocked: 'after-report' })],
    at: 1,
  });
  desk.act({ type: 'choose-backup', backupId: 'b-2' });
  expect(desk.asked, 'a blocked backup').toEqual([]);
  desk.act({ type: 'choose-backup', backupId: 'b-1' });
  const { transferId } = desk.ask('check-absent');
  desk.feed({ type: 'absent-checked', jobId: 'job-1', transferId, answer: valid(), at: 1 });
  desk.read(FIRST);
  desk.check();
  expect(desk.ask('compose').job).toMatchObject({ backupId: 'b-1', first: { on: null, tokenId: OTHER } });
});

test('a refused device ends the job with its reason and frees the other one', () => {
  const desk = new Desk();
  desk.act({ type: 'start', job: 'synchronize' });
  desk.put('Reader 1');
  desk.read(FIRST);
  desk.check();
  desk.put('Reader 2');
  desk.read(OTHER);
  desk.check(invalid);
  expect(desk.screen('refused')).toMatchObject({ reason: 'hotlisted', reference: 'R-1' });
  const concluded = desk.asked.filter((effect) => effect.type === 'conclude');
  expect(concluded.map(({ visitId, outcome }) => `${visitId} ${outcome}`).sort()).toEqual([
    'v-1 refused',
    'v-2 refused',
  ]);
});

test('a phone that leaves too early is asked for again, and the job goes on at its next tap', () => {
  const desk = new Desk('self-service', ['Reader 1']);
  desk.act({ type: 'start', job: 'synchronize' });
  desk.put('Reader 1');
  desk.read(FIRST);
  desk.pull('Reader 1');
  expect(desk.screen('present').role).toBe('first');
  desk.put('Reader 1');
  desk.read(FIRST);
  expect(desk.ask('check').on.visitId).toBe('v-2');
});

test('an interrupted write of a job is taken up by the same device, and the job goes on', () => {
  const desk = sideBySide('merge');
  desk.shown(mergeOf(true));
  desk.sign('second', 'first');
  const { visitId } = desk.ask('write').on;
  desk.pull('Reader 2');
  desk.screen('removed');
  desk.put('Reader 2');
  const { epoch, visitId: again } = desk.ask('read').on;
  const intent = {
    intentId: 'i-1',
    visitId,
    tokenId: OTHER,
    beforeDigest: report().image?.digest ?? null,
    afterDigest: update.digest,
    reason: 'merge' as const,
    imageBytes: 700,
    openedAt: 1,
    failures: 0,
    change: noChange,
  };
  desk.feed({ type: 'token-read', epoch, visitId: again, report: report({ tokenId: OTHER }), intent, at: 1 });
  const resumed = desk.ask('resume').on;
  const written = { at: 7, bytesWritten: 9, imageBytes: 700, sequence: 5, requestCleared: false };
  desk.feed({ type: 'written', epoch: resumed.epoch, visitId: resumed.visitId, written, at: 1 });
  expect(desk.ask('write').on.visitId).toBe('v-1');
});

test('the device that a write waits for is read though the other one came back before it', () => {
  const desk = sideBySide('synchronize');
  desk.shown();
  desk.sign('second');
  desk.pull('Reader 1');
  desk.pull('Reader 2');
  expect(desk.screen('removed').wrongToken).toBe(false);
  desk.put('Reader 1');
  const { epoch, visitId } = desk.ask('read').on;
  desk.put('Reader 2');
  desk.feed({ type: 'token-read', epoch, visitId, report: report(), intent: null, at: 1 });
  expect(desk.ask('read').on.reader).toBe('Reader 2');
  desk.read(OTHER);
  expect(desk.ask('open-visit').on.report.tokenId).toBe(OTHER);
});

test('a merge is confirmed when the host has heard of both devices, the first one before the other is written', () => {
  const desk = sideBySide('merge');
  desk.shown();
  desk.sign('first', 'second');
  desk.written();
  const { epoch, visitId } = desk.ask('write').on;
  desk.feed({ type: 'outcome-confirmed', visitId: 'v-1', inUse: true, at: 1 });
  const written = { at: 7, bytesWritten: 9, imageBytes: 700, sequence: 5, requestCleared: false };
  desk.feed({ type: 'written', epoch, visitId, written, at: 1 });
  expect(desk.screen('done').receipt).toMatchObject({ visitId: 'v-1', hostConfirmed: false });
  desk.feed({ type: 'outcome-confirmed', visitId, inUse: true, at: 1 });
  expect(desk.screen('done').receipt).toMatchObject({ visitId: 'v-1', hostConfirmed: true });
});

test('a merge of which the host has heard of the last device only is not confirmed', () => {
  const desk = sideBySide('merge');
  desk.shown();
  desk.sign('first', 'second');
  desk.written();
  const { visitId } = desk.ask('write').on;
  desk.written();
  desk.feed({ type: 'outcome-confirmed', visitId, inUse: true, at: 1 });
  expect(desk.screen('done').receipt).toMatchObject({ visitId: 'v-1', hostConfirmed: false });
});

test('a card that was written after another one had taken its place is not said to be done once the host knows', () => {
  const desk = sideBySide('synchronize');
  desk.shown();
  desk.sign('second');
  const { visitId } = desk.ask('write').on;
  desk.written();
  expect(desk.screen('done').receipt).toMatchObject({ hostConfirmed: false });
  desk.feed({ type: 'outcome-confirmed', visitId, inUse: false, at: 1 });
  expect(desk.screen('refused')).toMatchObject({ reason: 'superseded', tokenPresent: true });
});

test('the host that goes away while staff decide leaves them where they are', () => {
  const desk = sideBySide('merge');
  desk.shown(mergeOf(true));
  desk.act({ type: 'confirm' });
  desk.feed({ type: 'job-failed', jobId: 'job-1', failure: failure('host-unreachable'), at: 1 });
  expect(desk.screen('compare')).toMatchObject({ busy: false, failure: { code: 'host-unreachable' } });
  desk.act({ type: 'confirm' });
  desk.ask('sign');
});

test('a token that lies there since an earlier visit takes part under an id of its own', () => {
  const desk = new Desk();
  desk.put('Reader 1');
  desk.read(FIRST);
  const { epoch, visitId } = desk.ask('open-visit').on;
  desk.feed({ type: 'decided', epoch, visitId, decision: { decision: 'current', reason: 'current' }, at: 1 });
  desk.act({ type: 'start', job: 'synchronize' });
  desk.read(FIRST);
  expect(desk.ask('check').on.visitId).toBe('s-1');
});

test('laid down side by side, the device on the first reader is the first, whichever was seen first', () => {
  const desk = new Desk();
  desk.act({ type: 'start', job: 'synchronize' });
  desk.put('Reader 2');
  expect(desk.asked).toEqual([]);
  desk.put('Reader 1');
  expect(desk.ask('read').on.reader).toBe('Reader 1');
});

test('a device that lies on the second reader alone is the first after a moment', () => {
  const desk = new Desk();
  desk.act({ type: 'start', job: 'synchronize' });
  desk.put('Reader 2');
  desk.feed({ type: 'tick', visitId: 'tick', at: 300 });
  expect(desk.asked).toEqual([]);
  desk.feed({ type: 'tick', visitId: 'tick', at: 700 });
  expect(desk.ask('read').on.reader).toBe('Reader 2');
});

test('a device whose write was left open is finished first, in a visit of its own', () => {
  const desk = new Desk();
  desk.act({ type: 'start', job: 'synchronize' });
  desk.put('Reader 1');
  const { epoch, visitId } = desk.ask('read').on;
  const indicator = { ...report().indicator, state: 'in-progress' as const };
  desk.feed({
    type: 'token-read',
    epoch,
    visitId,
    report: report({ slots: 1, indicator }),
    intent: null,
    at: 1,
  });
  desk.screen('deciding');
  expect(desk.ask('open-visit').on.visitId).toBe(visitId);
  expect(desk.ask('end-job').outcome).toBe('interrupted');
});

test('a replacement cannot be begun at a self-service kiosk', () => {
  const desk = new Desk('self-service');
  desk.act({ type: 'start', job: 'replace' });
  desk.screen('attract');
});

test.each(['token-damaged', null])('a job ends whose write was interrupted and has no intent: %s', (code) => {
  const desk = sideBySide('synchronize');
  desk.shown();
  desk.sign('second');
  desk.pull('Reader 2');
  desk.put('Reader 2');
  const { epoch, visitId } = desk.ask('read').on;
  const of = { epoch, visitId, at: 1 };
  if (code === null)
    desk.feed({ type: 'token-read', ...of, report: report({ tokenId: OTHER }), intent: null });
  else desk.feed({ type: 'step-failed', ...of, step: 'read', failure: failure('token-damaged') });
  expect(desk.ask('end-job').job.jobId).toBe('job-1');
});
