import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Databases, onBothDatabases } from '../store/testing/stores.ts';
import {
  confirm,
  contentOf,
  hostKit,
  IDENTITY,
  register,
  reportOf,
  requested,
  updateOf,
  visit,
} from '../testing/kit.ts';

const { tokenId } = IDENTITY;
const earn = (counter: number, amount: number) => ({
  tokenId,
  terminal: 'MKT-1',
  counter,
  at: 1_700_000_000 + counter,
  programme: 'HARBOUR',
  action: 'earn',
  amount,
});
const pointsOf = (image: string): number | undefined =>
  contentOf(image).cells.find((cell) => cell.kind === 'points')?.payload.balance;

function tests({ open }: Databases): void {
  test('a token with a pending request is updated, confirmed, and the next visit has nothing to do', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    await kit.call('POST', '/v1/transactions', [earn(11, 170)]);
    const requestId = '5e1f20c4a7b90364';
    await kit.call('POST', `/v1/tokens/${tokenId}/requests`, { reason: 'restore', requestId });
    const first = await visit(kit, reportOf(issued, { indicator: requested(requestId) }));
    const update = updateOf(first);
    expect(update).toMatchObject({ reason: 'request-pending', requestId, sequence: 2 });
    expect(update.chosen).toMatchObject({ why: 'issued', transactionsAdded: 1 });
    expect(pointsOf(update.image)).toBe(1410);
    expect(update.currentImage).toBe(issued);
    expect((await confirm(kit, first)).status).toBe(200);
    kit.clock.now += 1000;
    const next = await visit(kit, reportOf(update.image));
    expect(next.decision).toEqual({ decision: 'current', reason: 'current' });
    const { body } = await kit.call('GET', `/v1/tokens/${tokenId}`);
    expect(body).toMatchObject({
      requests: [{ requestId, status: 'served', closedBy: first.visitId }],
      backups: [
        { sequence: 2, verified: true },
        { sequence: 1, verified: false },
      ],
      visits: [{ decision: 'current' }, { outcome: 'updated' }],
    });
  });

  test('an indicator that the host does not know is served, and so is what it has pending', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    const pending = await kit.call('POST', `/v1/tokens/${tokenId}/requests`, { reason: 'correction' });
    const first = await visit(kit, reportOf(issued, { indicator: requested('00000000000000aa') }));
    expect(first.decision).toMatchObject({ reason: 'indicator-set', requestId: '00000000000000aa' });
    await confirm(kit, first);
    const { body } = await kit.call('GET', `/v1/tokens/${tokenId}`);
    expect(body).toMatchObject({ requests: [{ ...(pending.body as object), status: 'served' }] });
  });

  test('a request that arrives after the decision stays pending', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    await kit.call('POST', `/v1/tokens/${tokenId}/requests`, { reason: 'restore' });
    const first = await visit(kit, reportOf(issued));
    const { body } = await kit.call('POST', `/v1/tokens/${tokenId}/requests`, { reason: 'correction' });
    const { requestId } = body as { requestId: string };
    await confirm(kit, first);
    const next = await visit(kit, reportOf(updateOf(first).image));
    expect(next.decision).toMatchObject({ decision: 'update', reason: 'request-pending', requestId });
  });

  test('the same visit gets the same answer; another request under its id is a conflict', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    await kit.call('POST', '/v1/transactions', [earn(11, 170)]);
    const visitId = randomUUID();
    const first = await visit(kit, reportOf(issued), 'kiosk-1', visitId);
    await kit.call('POST', '/v1/transactions', [earn(12, 5)]);
    expect(await visit(kit, reportOf(issued), 'kiosk-1', visitId)).toEqual(first);
    const other = {
      visitId,
      kiosk: 'kiosk-1',
      at: new Date(kit.clock.now).toISOString(),
      token: reportOf(issued, { logSequence: 3 }),
    };
    expect(await kit.asKiosk('kiosk-1', '/v1/visits', other)).toMatchObject({
      status: 409,
      body: { error: 'visit-conflict' },
    });
  });

  test('a new visit of an unchanged token gets the image that was composed before', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    await kit.call('POST', '/v1/transactions', [earn(11, 170)]);
    const first = updateOf(await visit(kit, reportOf(issued)));
    const second = updateOf(await visit(kit, reportOf(issued)));
    expect(second).toEqual(first);
    await kit.call('POST', '/v1/transactions', [earn(12, 1)]);
    const third = updateOf(await visit(kit, reportOf(issued)));
    expect(third.sequence).toBe(first.sequence + 1);
    expect(pointsOf(third.image)).toBe(1411);
  });

  test('the token’s own log alone is nothing to do, and is in the ledger', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    const { tokenId: _, ...own } = earn(11, 30);
    const report = reportOf(issued, { log: [{ ...own, action: 'earn' }], logSequence: 1 });
    expect((await visit(kit, report)).decision.decision).toBe('current');
    const { body } = await kit.call('GET', `/v1/transactions?tokenId=${tokenId}`);
    expect(body).toMatchObject({ transactions: [{ counter: 10 }, { counter: 11, postedBy: 'kiosk-1' }] });
    await kit.call('POST', '/v1/transactions', [earn(12, 100)]);
    const behind = updateOf(await visit(kit, report));
    expect(behind).toMatchObject({ reason: 'token-behind', logIncluded: 1, requestId: null });
    expect(pointsOf(behind.image)).toBe(1370);
  });

  test('while one kiosk updates a token another one is refused, until the first reports or time is up', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    const indicator = requested('00000000000000aa');
    const first = await visit(kit, reportOf(issued, { indicator }));
    expect(updateOf(first).decision).toBe('update');
    const refused = await visit(kit, reportOf(issued, { indicator }), 'kiosk-2');
    expect(refused.decision).toMatchObject({ decision: 'refuse', reason: 'open-elsewhere' });
    expect((await visit(kit, reportOf(issued, { indicator }))).decision.decision).toBe('update');
    kit.clock.now += 300_001;
    const later = await visit(kit, reportOf(issued, { indicator }), 'kiosk-2');
    expect(updateOf(later).image).toBe(updateOf(first).image);
  });

  test('of two kiosks that open a token at the same instant one wins', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    const indicator = requested('00000000000000aa');
    const kiosks = ['kiosk-1', 'kiosk-2', 'kiosk-3', 'kiosk-4'];
    const visits = await Promise.all(kiosks.map((k) => visit(kit, reportOf(issued, { indicator }), k)));
    const decisions = visits.map(({ decision }) => decision.decision).sort();
    expect(decisions).toEqual(['refuse', 'refuse', 'refuse', 'update']);
  });

  test('the same visit sent many times at once has one answer', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    const report = reportOf(issued, { indicator: requested('00000000000000aa') });
    const visitId = randomUUID();
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => visit(kit, report, 'kiosk-1', visitId)));
    for (const answer of all) expect(answer).toEqual(all[0]);
    expect(
      updateOf(all[0] ?? { visitId, decision: { decision: 'current', reason: 'current' } }).sequence,
    ).toBe(2);
  });
}

describe('POST /v1/visits', () => onBothDatabases('visits', tests));
