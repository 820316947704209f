import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { failure } from '../../shared/contract/failure.ts';
import { must, sampleOutcome } from '../journal/testing/samples.ts';
import { createReachability } from './reachability.ts';
import { startKiosk, until } from './testing/kiosk.ts';
import { sampleVisit } from './testing/samples.ts';
import { serve, startHost } from './testing/server.ts';

test('what calls say about the host is told at each change only', () => {
  const reachability = createReachability();
  const heard: boolean[] = [];
  const stop = reachability.onReachability((online) => heard.push(online));
  expect(reachability.online()).toBeNull();
  reachability.observe('outcome', failure('host-failed'));
  reachability.observe('visit', failure('host-answer-malformed'));
  expect(reachability.online()).toBeNull();
  reachability.observe('visit', null);
  reachability.observe('outcome', failure('host-request-refused'));
  reachability.observe('keys', failure('host-credentials-refused'));
  reachability.observe('image', failure('host-answer-malformed'));
  reachability.observe('visit', failure('host-timeout'));
  reachability.observe('health', failure('host-unreachable'));
  reachability.observe('health', null);
  reachability.observe('health', failure('host-answer-malformed'));
  reachability.observe('health', null);
  reachability.observe('visit', failure('host-failed'));
  stop();
  reachability.observe('health', null);
  expect(heard).toEqual([true, false, true, false, true, false]);
  expect(reachability.online()).toBe(true);
});

test('a host that is away is probed until it is there, and then told everything', async () => {
  const gone = await startHost();
  await gone.close();
  const { journal, pump, heard } = startKiosk(gone.url);
  const told = Array.from({ length: 3 }, () => must(journal.enqueueOutcome(randomUUID(), sampleOutcome())));
  pump.start();
  await until(() => expect(heard.online).toEqual([false]));
  expect(must(journal.due(Date.now(), 10))).toEqual(told);
  const back = await startHost(() => null, gone.port);
  onTestFinished(back.close);
  await until(() => expect(heard.confirmed).toHaveLength(3));
  expect(heard.online).toEqual([false, true]);
});

test('the host goes away and comes back as often as it likes', async () => {
  let host = await startHost();
  const { port } = host;
  const { journal, pump, heard } = startKiosk(host.url);
  pump.start();
  for (let round = 1; round <= 3; round++) {
    await until(() => expect(pump.online()).toBe(true));
    await host.close();
    must(journal.enqueueOutcome(randomUUID(), sampleOutcome()));
    pump.kick();
    await until(() => expect(pump.online()).toBe(false));
    host = await startHost(() => null, port);
    await until(() => expect(heard.confirmed).toHaveLength(round));
  }
  await host.close();
  expect(heard.online).toEqual([true, false, true, false, true, false, true]);
});

test("another call's failure is noticed while the outbox is idle, and so is the host's return", async () => {
  const host = await startHost();
  const { client, pump, heard } = startKiosk(host.url);
  pump.start();
  await until(() => expect(heard.online).toEqual([true]));
  await host.close();
  expect(await client.openVisit(sampleVisit)).toMatchObject({ failure: { code: 'host-unreachable' } });
  expect(heard.online).toEqual([true, false]);
  const back = await startHost(() => null, host.port);
  onTestFinished(back.close);
  await until(() => expect(heard.online).toEqual([true, false, true]));
  expect(back.probes()).toBeGreaterThan(0);
});

test('a host that fails visits alone is asked again and again, but more and more seldom', async () => {
  const host = await serve((request, response) => {
    const health = { status: 'ok', version: '1', now: '2026-11-22T13:05:07Z' };
    if (request.url === '/v1/health') response.end(JSON.stringify(health));
    else response.writeHead(503).end();
  });
  onTestFinished(host.close);
  const { client, pump } = startKiosk(host.url, { backoff: { firstMs: 40, longestMs: 640 } });
  const back: number[] = [];
  const enough = Promise.withResolvers<void>();
  // What a visit does whose token lies there: it goes on as soon as the host is back.
  pump.onReachability((online) => {
    if (!online) return;
    back.push(performance.now());
    if (back.length > 5) enough.resolve();
    else void client.openVisit({ ...sampleVisit, visitId: randomUUID() }).then(({ ok }) => ok);
  });
  pump.start();
  await enough.promise;
  const pauses = back.slice(1).map((at, n) => at - (back[n] ?? at));
  const [, ...grown] = pauses;
  for (const [n, least] of [40, 80, 160, 320].entries()) expect(grown[n]).toBeGreaterThanOrEqual(least - 1);
});

test('a portal that answers everything with a page is not the host', async () => {
  const portal = await serve((_, response) => response.end('<html>Please log in</html>'));
  onTestFinished(portal.close);
  const { journal, pump, heard } = startKiosk(portal.url);
  must(journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  pump.start();
  await until(() => expect(heard.online).toEqual([false]));
  expect(must(journal.outboxCounts())).toEqual({ queued: 1, rejected: 0 });
});
