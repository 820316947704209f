import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Journal } from './journal.ts';
import { openJournal } from './open.ts';
import { must, NOON, sampleIntent, sampleOutcome, scratch, TOKEN } from './testing/samples.ts';

let journal: Journal;
let path: string;
let remove: () => void;

beforeEach(() => {
  ({ path, remove } = scratch());
  journal = must(openJournal({ path, now: () => NOON })).journal;
});
afterEach(() => {
  journal.close();
  remove();
});

test('an intent comes back exactly as it was opened, after a restart too', () => {
  const intent = sampleIntent();
  must(journal.openIntent(intent));
  journal.close();
  journal = must(openJournal({ path, now: () => NOON + 1 })).journal;
  const expected = { ...intent, state: 'open', openedAt: NOON };
  expect(must(journal.openIntentOf(TOKEN))).toEqual(expected);
  expect(must(journal.openIntents())).toEqual([expected]);
});

test('a decision is kept without the images that came with it', () => {
  const intent = sampleIntent();
  const image = Buffer.from(intent.image).toString('base64');
  must(
    journal.openIntent({
      ...intent,
      decision: Object.assign({ ...intent.decision }, { image, currentImage: image, inactiveImage: null }),
    }),
  );
  expect(must(journal.openIntentOf(TOKEN))?.decision).toEqual(intent.decision);
});

test('a token has at most one open intent', () => {
  must(journal.openIntent(sampleIntent()));
  expect(journal.openIntent(sampleIntent())).toMatchObject({ failure: { code: 'action-not-possible' } });
  must(journal.openIntent(sampleIntent({ tokenId: 'ffffffffffffffff' })));
  expect(must(journal.openIntents())).toHaveLength(2);
});

test('an intent advances and can begin anew until it is closed', () => {
  const { id } = must(journal.openIntent(sampleIntent()));
  for (const state of ['written', 'verified', 'open', 'written', 'verified', 'committed'] as const) {
    must(journal.advanceIntent(id, state));
    expect(must(journal.openIntentOf(TOKEN))?.state).toBe(state);
  }
  must(journal.closeIntent(id, 'updated'));
  expect(must(journal.openIntentOf(TOKEN))).toBeNull();
  expect(journal.advanceIntent(id, 'written')).toMatchObject({ failure: { code: 'action-not-possible' } });
  expect(journal.closeIntent(id, 'updated')).toMatchObject({ failure: { code: 'action-not-possible' } });
  must(journal.openIntent(sampleIntent()));
});

test('closing an intent queues its outcome with the next revision of the visit', () => {
  const intent = sampleIntent();
  must(journal.openIntent(intent));
  must(journal.enqueueOutcome(intent.visitId, sampleOutcome({ outcome: 'interrupted' })));
  const entry = must(journal.closeIntentWithOutcome(intent.id, sampleOutcome({ outcome: 'updated' })));
  expect(entry).toMatchObject({ visitId: intent.visitId, revision: 2, state: 'queued' });
  expect(entry.body).toMatchObject({ revision: 2, outcome: 'updated' });
  expect(must(journal.openIntents())).toEqual([]);
});

test('an outcome that cannot be queued leaves the intent open', () => {
  const { id } = must(journal.openIntent(sampleIntent()));
  const closed = journal.closeIntentWithOutcome(
    id,
    sampleOutcome({ outcome: 'updated', kiosk: 'Not A Kiosk' }),
  );
  expect(closed).toMatchObject({ ok: false, failure: { code: 'request-malformed' } });
  expect(must(journal.openIntentOf(TOKEN))?.id).toBe(id);
  expect(must(journal.outboxCounts())).toEqual({ queued: 0, rejected: 0 });
});

test('an unknown intent can be neither advanced nor closed, and queues nothing', () => {
  const closed = journal.closeIntentWithOutcome(randomUUID(), sampleOutcome());
  expect(closed).toMatchObject({ failure: { code: 'action-not-possible' } });
  expect(journal.advanceIntent(randomUUID(), 'written')).toMatchObject({ ok: false });
  expect(must(journal.outboxCounts()).queued).toBe(0);
});

test('an intent that could not be read back is refused before the token is touched', () => {
  const refused = journal.openIntent(sampleIntent({ afterDigest: 'not a digest' }));
  expect(refused).toMatchObject({ failure: { code: 'request-malformed' } });
  expect(must(journal.openIntents())).toEqual([]);
});

test('a write that the kiosk died in is told of once: not while an outcome of its visit is known', () => {
  const died = must(journal.openIntent(sampleIntent()));
  const told = must(journal.openIntent(sampleIntent({ tokenId: 'ffffffffffffffff' })));
  must(journal.enqueueOutcome(told.visitId, sampleOutcome()));
  expect(must(journal.diedWriting())).toEqual([{ visitId: died.visitId, tokenId: TOKEN }]);
  must(journal.enqueueOutcome(died.visitId, sampleOutcome()));
  expect(must(journal.diedWriting())).toEqual([]);
});
