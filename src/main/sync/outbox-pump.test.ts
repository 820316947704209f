import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openJournal } from '../journal/open.ts';
import { must, sampleBackup, sampleOutcome, scratch } from '../journal/testing/samples.ts';
import { startKiosk, until } from './testing/kiosk.ts';
import { type Answer, serve, startHost, type Told } from './testing/server.ts';

async function host(decide?: (told: Told, attempt: number) => Answer, port?: number) {
  const started = await startHost(decide, port);
  onTestFinished(started.close);
  return started;
}

test('queued outcomes are told in order, confirmed and done with', async () => {
  const { url, acknowledged, attempts } = await host();
  const { journal, pump, heard } = startKiosk(url);
  const visits = Array.from({ length: 45 }, () => randomUUID());
  const told = [...visits, ...visits.slice(0, 5)].map((visitId) => {
    const { revision } = must(journal.enqueueOutcome(visitId, sampleOutcome()));
    return { visitId, revision };
  });
  pump.start();
  await until(() => expect(heard.confirmed).toHaveLength(50));
  expect(acknowledged.slice(0, 45)).toEqual(told.slice(0, 45));
  expect(acknowledged.slice(45)).toEqual(told.slice(45));
  expect(heard.confirmed).toEqual(acknowledged);
  expect(attempts).toHaveLength(50);
  expect(must(journal.outboxCounts())).toEqual({ queued: 0, rejected: 0 });
});

test('a kick sends what was queued while the pump was idle', async () => {
  const { url } = await host();
  const { journal, pump, heard } = startKiosk(url);
  pump.start();
  await until(() => expect(heard.online).toEqual([true]));
  for (let n = 1; n <= 3; n++) {
    must(journal.enqueueOutcome(randomUUID(), sampleOutcome()));
    pump.kick();
    await until(() => expect(heard.confirmed).toHaveLength(n));
  }
});

test('a clock that is set back while outcomes are sent holds none of them up', async () => {
  let setBack = 0;
  const { url } = await host(() => {
    setBack = 6 * 3_600_000;
    return null;
  });
  const { journal, pump, heard } = startKiosk(url, { now: () => Date.now() - setBack });
  const visitId = randomUUID();
  for (let n = 0; n < 2; n++) must(journal.enqueueOutcome(visitId, sampleOutcome()));
  pump.start();
  await until(() => expect(heard.confirmed).toHaveLength(2));
});

test('what was queued before a restart is sent after it', async () => {
  const { path, remove } = scratch();
  onTestFinished(remove);
  const earlier = must(openJournal({ path, now: Date.now })).journal;
  const visitId = randomUUID();
  must(earlier.enqueueOutcome(visitId, sampleOutcome()));
  earlier.close();
  const { url } = await host();
  const { pump, heard } = startKiosk(url, {}, path);
  pump.start();
  await until(() => expect(heard.confirmed).toEqual([{ visitId, revision: 1 }]));
});

test('a host that fails is tried again, and no later revision overtakes meanwhile', async () => {
  const { url, attempts } = await host((told, attempt) =>
    told.revision === 1 && attempt < 4 ? ((['reset', 503, 429] as const)[attempt - 1] ?? null) : null,
  );
  const { journal, pump, heard } = startKiosk(url);
  const visitId = randomUUID();
  for (let n = 0; n < 2; n++) must(journal.enqueueOutcome(visitId, sampleOutcome()));
  pump.start();
  await until(() => expect(heard.confirmed).toHaveLength(2));
  expect(attempts.map(({ revision }) => revision)).toEqual([1, 1, 1, 1, 2]);
});

test('an outcome that always fails holds up its own visit only', async () => {
  const poisoned = randomUUID();
  const { url, attempts } = await host(({ visitId }) => (visitId === poisoned ? 500 : null));
  const { journal, pump, heard } = startKiosk(url);
  must(journal.enqueueOutcome(poisoned, sampleOutcome()));
  const others = Array.from({ length: 30 }, () => randomUUID());
  for (const visitId of others) must(journal.enqueueOutcome(visitId, sampleOutcome()));
  pump.start();
  await until(() => expect(heard.confirmed.map(({ visitId }) => visitId)).toEqual(others));
  expect(must(journal.outboxCounts())).toEqual({ queued: 1, rejected: 0 });
  expect(attempts.filter(({ visitId }) => visitId === poisoned).length).toBeGreaterThan(0);
});

test('an outcome that the host takes too long over lets the others go, and is soon due again each time', async () => {
  const slow = randomUUID();
  const { url, attempts } = await host(({ visitId }) => (visitId === slow ? 'hang' : null));
  const backoff = { firstMs: 5, longestMs: 600_000 };
  const { journal, pump, heard } = startKiosk(url, {
    backoff,
    timeouts: { connectMs: 2_000, totalMs: 2_000 },
  });
  must(journal.enqueueOutcome(slow, sampleOutcome()));
  const others = Array.from({ length: 3 }, () => randomUUID());
  for (const visitId of others) must(journal.enqueueOutcome(visitId, sampleOutcome()));
  pump.start();
  await until(() => expect(heard.confirmed.map(({ visitId }) => visitId)).toEqual(others));
  await until(() => expect(attempts.filter(({ visitId }) => visitId === slow)).toHaveLength(4));
  expect(must(journal.nextDueAt())).toBeLessThan(Date.now() + 100);
});

test('an outcome that is refused for good is kept for staff, told, and lets the next revision go', async () => {
  const { url } = await host(({ revision }) => (revision === 1 ? 422 : null));
  const { journal, pump, heard } = startKiosk(url);
  const visitId = randomUUID();
  const first = must(journal.enqueueOutcome(visitId, sampleOutcome()));
  must(journal.enqueueOutcome(visitId, sampleOutcome()));
  pump.start();
  await until(() => expect(heard.confirmed).toEqual([{ visitId, revision: 2 }]));
  expect(heard.trouble).toEqual([['host-request-refused', first.id]]);
  expect(must(journal.rejectedOutcomes(10))).toMatchObject([
    { id: first.id, lastFailure: { detail: 'HTTP 422 as-told: the test says so' } },
  ]);
});

test('refused credentials lose nothing: the outcomes go once the kiosk is trusted again', async () => {
  let trusted = false;
  const { url, attempts } = await host(() => (trusted ? null : 401));
  const { journal, pump, heard } = startKiosk(url);
  const { nextAttemptAt } = must(journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  pump.start();
  await until(() => expect(attempts.length).toBeGreaterThan(2));
  expect(must(journal.due(Date.now(), 10))).toMatchObject([{ nextAttemptAt }]);
  expect(must(journal.outboxCounts())).toEqual({ queued: 1, rejected: 0 });
  trusted = true;
  await until(() => expect(heard.confirmed).toHaveLength(1));
  expect(heard.online).toEqual([true]);
});

test('an outcome whose revision the host knows as another one is told under the next that is free', async () => {
  const { url, attempts } = await host(({ revision }) => (revision < 4 ? 'revision-taken' : null));
  const { journal, pump, heard } = startKiosk(url);
  const visitId = randomUUID();
  must(journal.enqueueOutcome(visitId, sampleOutcome({ outcome: 'interrupted' })));
  must(journal.enqueueOutcome(visitId, sampleOutcome()));
  pump.start();
  await until(() => expect(heard.confirmed).toHaveLength(2));
  const [first, second] = heard.confirmed;
  expect(second?.revision).toBeGreaterThan(first?.revision ?? 0);
  expect(attempts.at(-1)).toMatchObject({ revision: second?.revision });
  expect(heard.trouble).toEqual([]);
});

test('what was queued under another name waits, is told of once, and holds up nothing', async () => {
  let old = true;
  const renamed = { ...sampleOutcome(), kiosk: 'branch-before' };
  const { url, attempts } = await host(({ visitId }) => (visitId === before && old ? 403 : null));
  const { journal, pump, heard } = startKiosk(url);
  const before = randomUUID();
  const first = must(journal.enqueueOutcome(before, renamed));
  const others = Array.from({ length: 3 }, () => randomUUID());
  for (const visitId of others) must(journal.enqueueOutcome(visitId, sampleOutcome()));
  pump.start();
  await until(() => expect(heard.confirmed.map(({ visitId }) => visitId)).toEqual(others));
  await until(() => expect(attempts.filter(({ visitId }) => visitId === before).length).toBeGreaterThan(3));
  expect(heard.trouble).toEqual([['host-credentials-refused', first.id]]);
  old = false;
  await until(() => expect(heard.confirmed.at(-1)).toMatchObject({ visitId: before }));
});

test('a call that an older host does not have is tried until it is renewed', async () => {
  let isOld = true;
  const { url, attempts } = await host(() => (isOld ? 'no-such-call' : null));
  const { journal, pump, heard } = startKiosk(url);
  must(journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  pump.start();
  await until(() => expect(attempts.length).toBeGreaterThan(2));
  expect(must(journal.outboxCounts())).toEqual({ queued: 1, rejected: 0 });
  isOld = false;
  await until(() => expect(heard.confirmed).toHaveLength(1));
});

test('backups that an older host has no call for hold up no outcome, and it counts as reached', async () => {
  const sent: string[] = [];
  const { url, close } = await serve((request, response) => {
    const [, visitId, call] = /^\/v1\/visits\/([^/]+)\/(\w+)$/.exec(request.url ?? '') ?? [];
    if (call !== undefined) sent.push(call);
    const [status, body] =
      call === 'backup'
        ? [404, { error: 'not-found', message: 'There is no such call.' }]
        : [
            200,
            call === undefined
              ? { status: 'ok', version: 'old', now: '2026-11-22T12:00:00Z' }
              : { visitId, acknowledged: true },
          ];
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  onTestFinished(close);
  const { journal, pump, heard } = startKiosk(url, { backoff: { firstMs: 5, longestMs: 600_000 } });
  for (let n = 0; n < 30; n++) must(journal.enqueueBackup(randomUUID(), sampleBackup()));
  for (let n = 0; n < 2; n++) must(journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  pump.start();
  await until(() => expect(heard.confirmed).toHaveLength(2));
  // Each had its turn once before the outcomes, which stood behind them, had theirs.
  expect(sent.indexOf('outcome')).toBe(30);
  expect(heard.online).toEqual([true]);
  expect(must(journal.outboxCounts())).toEqual({ queued: 30, rejected: 0 });
});

test('an acknowledgement that cannot be noted is told, and the outcome told to the host again', async () => {
  let locker: Database.Database | undefined;
  const { path, remove } = scratch();
  onTestFinished(remove);
  const { url, acknowledged } = await host((_, attempt) => {
    if (attempt === 1) locker = new Database(path).exec('BEGIN IMMEDIATE');
    return null;
  });
  const { journal, pump, heard } = startKiosk(url, {}, path);
  must(journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  pump.start();
  await until(() => expect(heard.trouble).toContainEqual(['journal-unavailable', null]));
  locker?.close();
  await until(() => expect(must(journal.outboxCounts()).queued).toBe(0));
  expect(acknowledged.length).toBeGreaterThan(1);
  expect(heard.confirmed).toEqual(acknowledged);
});

test('stopping gives up the call under way, keeps its outcome and lets nothing run on', async () => {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const first = await host(() => {
    resolve();
    return 'hang';
  });
  const kiosk = startKiosk(first.url);
  const entry = must(kiosk.journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  kiosk.pump.start();
  await reached;
  const start = performance.now();
  await kiosk.pump.stop();
  // the call would end by itself after five seconds
  expect(performance.now() - start).toBeLessThan(4_000);
  expect(must(kiosk.journal.due(Date.now(), 10))).toEqual([entry]);
  const { length } = first.attempts;
  kiosk.pump.kick();
  kiosk.pump.start();
  await kiosk.pump.stop();
  expect(first.attempts).toHaveLength(length);
});

test('draining sends all that waits, one after the other, and no longer', async () => {
  const { url, acknowledged } = await host();
  const { journal, pump } = startKiosk(url);
  pump.start();
  for (let n = 0; n < 45; n++) must(journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  await pump.drain(20_000);
  expect(acknowledged).toHaveLength(45);
  expect(must(journal.outboxCounts())).toEqual({ queued: 0, rejected: 0 });
});

test('draining ends with the host that does not answer, or that refuses to work, and what is left waits', async () => {
  const { url } = await host(() => 'hang');
  const silent = startKiosk(url);
  silent.pump.start();
  must(silent.journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  const began = performance.now();
  await silent.pump.drain(100);
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(must(silent.journal.outboxCounts())).toEqual({ queued: 1, rejected: 0 });

  const { url: broken } = await host(() => 500);
  const failing = startKiosk(broken);
  failing.pump.start();
  must(failing.journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  await failing.pump.drain(20_000);
  expect(must(failing.journal.outboxCounts())).toEqual({ queued: 1, rejected: 0 });
});
