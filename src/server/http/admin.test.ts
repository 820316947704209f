import { describe, expect, test } from 'vitest';
import { type Databases, onBothDatabases } from '../store/testing/stores.ts';
import {
  confirm,
  contentOf,
  hostKit,
  IDENTITY,
  register,
  registration,
  reportOf,
  updateOf,
  visit,
} from '../testing/kit.ts';

const { tokenId } = IDENTITY;
const spend = {
  tokenId,
  terminal: 'GATE-1',
  counter: 5,
  at: 1_795_000_000,
  programme: 'METRO',
  action: 'spend',
  amount: -280,
};
const reasonFor = async (kit: Parameters<typeof visit>[0], image: string) =>
  (await visit(kit, reportOf(image))).decision.reason;

function tests({ open }: Databases): void {
  test('a token is registered once, with cells or with a signed image', async () => {
    const kit = await hostKit(await open());
    const image = await register(kit);
    expect(contentOf(image)).toMatchObject({ sequence: 1, source: 'issued', watermark: { 'MKT-1': 10 } });
    const again = await kit.call('POST', '/v1/tokens', registration);
    expect(again).toMatchObject({ status: 201, body: { image } });
    const other = { ...registration, account: { accountRef: 'ACC-2206', holder: 'Nobody Else' } };
    expect(await kit.call('POST', '/v1/tokens', other)).toMatchObject({
      status: 409,
      body: { error: 'token-registered' },
    });
    const second = { ...IDENTITY, tokenId: '9280041200009082' };
    expect(
      await kit.call('POST', '/v1/tokens', { ...registration, token: second, content: { image } }),
    ).toMatchObject({ status: 422, body: { error: 'image-token-wrong' } });
    const { body } = await kit.call('GET', '/v1/tokens');
    expect(body).toMatchObject({
      tokens: [{ tokenId, account: { holder: 'Amira Haddad' }, hotlisted: null }],
    });
  });

  test('cells that do not fit the slot are refused with a sentence', async () => {
    const kit = await hostKit(await open());
    const answer = await kit.call('POST', '/v1/tokens', {
      ...registration,
      token: { ...IDENTITY, slotSize: 200 },
    });
    expect(answer).toMatchObject({ status: 422, body: { error: 'image-too-large' } });
  });

  test('hotlist, validity, status, generation and quota each refuse the next visit, until taken back', async () => {
    const kit = await hostKit(await open());
    const image = await register(kit);
    const token = `/v1/tokens/${tokenId}`;
    await kit.call('PUT', `${token}/hotlist`, { reason: 'Reported lost' });
    expect(await reasonFor(kit, image)).toBe('hotlisted');
    await kit.call('DELETE', `${token}/hotlist`);
    await kit.call('PATCH', token, { validTo: 1 });
    expect(await reasonFor(kit, image)).toBe('expired');
    await kit.call('PATCH', token, { validTo: IDENTITY.validTo, validFrom: IDENTITY.validTo - 1 });
    expect(await reasonFor(kit, image)).toBe('not-yet-valid');
    await kit.call('PATCH', token, { validFrom: 0, status: 'superseded' });
    expect(await reasonFor(kit, image)).toBe('superseded');
    await kit.call('PATCH', token, { status: 'active', quota: { updates: 1, days: 1 } });
    await kit.call('POST', '/v1/transactions', [spend]);
    const update = await visit(kit, reportOf(image));
    await confirm(kit, update);
    expect(await reasonFor(kit, updateOf(update).image)).toBe('quota-used');
    // A clock that was a year ahead and is set right: what it dated does not refuse anybody for that year.
    kit.clock.now -= 365 * 86_400_000;
    expect(await reasonFor(kit, updateOf(update).image)).not.toBe('quota-used');
    kit.clock.now += 365 * 86_400_000;
    await kit.call('PATCH', token, { quota: null });
    expect(await reasonFor(kit, updateOf(update).image)).toBe('current');
    await kit.call('PATCH', token, { generation: 2 });
    expect(await reasonFor(kit, image)).toBe('superseded');
    expect(await kit.call('PATCH', token, { validFrom: 5, validTo: 4 })).toMatchObject({ status: 422 });
  });

  test('a request can be withdrawn before it is served', async () => {
    const kit = await hostKit(await open());
    const image = await register(kit);
    const requests = `/v1/tokens/${tokenId}/requests`;
    const { body } = await kit.call('POST', requests, { reason: 'restore' });
    const { requestId } = body as { requestId: string };
    expect((await kit.call('DELETE', `${requests}/${requestId}`)).status).toBe(200);
    expect((await kit.call('DELETE', `${requests}/${requestId}`)).status).toBe(404);
    expect(await reasonFor(kit, image)).toBe('current');
  });

  test('criteria that no backup meets are a refusal for the customer and a note for staff', async () => {
    const kit = await hostKit(await open());
    const image = await register(kit);
    const criteria = { asOf: '2020-01-01T00:00:00Z' };
    await kit.call('POST', `/v1/tokens/${tokenId}/requests`, { reason: 'restore', criteria });
    const { decision } = await visit(kit, reportOf(image));
    if (decision.decision !== 'refuse') throw new Error(decision.decision);
    expect(decision.reason).toBe('no-backup');
    const { body } = await kit.call('GET', `/v1/visits?reference=${decision.reference}`);
    expect(body).toMatchObject({ visits: [{ tokenId, note: expect.stringContaining('criteria') }] });
  });

  test('the ledger takes a transaction once and keeps a contradiction as a sign of fraud', async () => {
    const kit = await hostKit(await open());
    await register(kit);
    const result = async (...rows: unknown[]) => {
      const { body } = await kit.call('POST', '/v1/transactions', rows);
      return (body as { results: { result: string }[] }).results.map((row) => row.result);
    };
    const forged = { ...spend, amount: -1 };
    expect(await result(spend, spend, forged, { ...spend, tokenId: '0000000000000001' })).toEqual([
      'recorded',
      'repeated',
      'conflict',
      'token-unknown',
    ]);
    expect(await result(forged)).toEqual(['conflict']);
    const { body } = await kit.call('GET', `/v1/transactions?tokenId=${tokenId}`);
    expect(body).toMatchObject({
      transactions: [
        { counter: 10, includedSequence: 1 },
        { counter: 5, amount: -280, includedSequence: null },
      ],
      conflicts: [{ transaction: { amount: -1 } }],
    });
    expect((body as { conflicts: unknown[] }).conflicts).toHaveLength(1);
  });

  test('what fits no cell stays in the ledger with its problem, once, without updating the token for ever', async () => {
    const kit = await hostKit(await open());
    const image = await register(kit);
    await kit.call('POST', '/v1/transactions', [{ ...spend, programme: 'GONE' }]);
    const update = await visit(kit, reportOf(image));
    await confirm(kit, update);
    expect(await reasonFor(kit, updateOf(update).image)).toBe('current');
    const { body } = await kit.call('GET', `/v1/transactions?tokenId=${tokenId}`);
    expect(body).toMatchObject({
      transactions: [{}, { problem: 'programme-unknown', includedSequence: null }],
    });
  });

  test('a coupon that a terminal issues appears under its title', async () => {
    const kit = await hostKit(await open());
    const image = await register(kit);
    await kit.call('PUT', '/v1/programmes/CAFE/coupons/JUICE', { title: 'Fresh juice' });
    const issue = { ...spend, programme: 'CAFE', action: 'issue', amount: 1, item: 'JUICE' };
    await kit.call('POST', '/v1/transactions', [issue]);
    const cells = contentOf(updateOf(await visit(kit, reportOf(image))).image).cells;
    expect(cells[0]?.payload).toEqual({ coupons: [{ id: 'JUICE', title: 'Fresh juice', usesLeft: 1 }] });
  });
}

describe('the back office', () => onBothDatabases('administration', tests));
