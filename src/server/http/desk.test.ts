import { describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../shared/image/merge/rules.ts';
import { type Databases, onBothDatabases } from '../store/testing/stores.ts';
import { CARD, jobOf, NEW_CARD, PHONE, present, registerBlank, report } from '../testing/jobs.ts';
import { hostKit, NOON, register } from '../testing/kit.ts';

const DESK = 'desk-1';
const ROUTES = [
  ['/v1/customers/search', { kiosk: DESK, by: 'account', value: 'ACC-2206' }],
  [`/v1/tokens/${CARD}/report`, { kiosk: DESK, report: 'lost', staff: null }],
  [`/v1/tokens/${CARD}/backup-offers`, { kiosk: DESK }],
] as const;

function desk({ open }: Databases): void {
  const begin = async () => {
    const kit = await hostKit(await open());
    const card = await register(kit, { verified: true });
    const token = await kit.deskToken(DESK);
    const search = async (by: string, value: string) =>
      await kit.call('POST', '/v1/customers/search', { kiosk: DESK, by, value }, token);
    return { kit, card, token, search };
  };

  test('a customer is found by account, and by the printed number however it is typed', async () => {
    const { kit, search } = await begin();
    await registerBlank(kit, NEW_CARD);
    const found = await search('account', ' ACC-2206 ');
    expect(found).toMatchObject({
      status: 200,
      body: {
        customers: [
          {
            accountRef: 'ACC-2206',
            holder: 'Amira Haddad',
            tokens: [{ status: 'active' }, { generation: 1 }],
          },
        ],
      },
    });
    for (const value of [CARD, '9280 0412 0000 4417', ' 928004120000 4417 '])
      expect(await search('number', value)).toEqual(found);
  });

  test('a number that cannot be one is told from one that is not on file', async () => {
    const { search } = await begin();
    for (const value of ['928004120000441', '92800412000044170', '9280-0412-0000-4417', 'abcd000000000000'])
      expect(await search('number', value)).toMatchObject({
        status: 400,
        body: { error: 'number-malformed', message: expect.stringContaining('sixteen digits') },
      });
    expect(await search('number', '0000 0000 0000 0000')).toMatchObject({
      status: 404,
      body: { error: 'number-unknown' },
    });
    expect(await search('account', 'ACC-0')).toMatchObject({
      status: 404,
      body: { error: 'account-unknown' },
    });
    expect((await search('account', '')).status).toBe(400);
  });

  test('lost refuses the card from that moment; again it keeps the first instant', async () => {
    const { kit, card } = await begin();
    const first = await report(kit, CARD, 'lost');
    const reportedAt = new Date(NOON).toISOString();
    expect(first).toEqual({ status: 200, body: { tokenId: CARD, status: 'lost', reportedAt } });
    kit.clock.now += 1000;
    expect(await report(kit, CARD, 'lost')).toEqual(first);
    expect(await report(kit, CARD, 'stolen')).toMatchObject({ body: { status: 'stolen', reportedAt } });
    // The report that it was lost may also have come late.
    expect(await report(kit, CARD, 'lost')).toMatchObject({ body: { status: 'stolen', reportedAt } });
    expect(await report(kit, CARD, 'damaged')).toMatchObject({
      status: 409,
      body: { error: 'reported-otherwise' },
    });
    const job = jobOf(kit, { job: 'merge' });
    expect(await job.ask('first', present(CARD, card))).toMatchObject({ reason: 'hotlisted' });
    expect((await kit.call('GET', `/v1/tokens/${CARD}`)).body).toMatchObject({
      reported: { as: 'stolen', at: reportedAt, by: 'b.lind@desk-1' },
    });
    expect(await report(kit, PHONE, 'lost')).toMatchObject({ status: 404 });
  });

  test('what is being upgraded stays active, what is damaged does not, and the back office takes reports back', async () => {
    const { kit, card } = await begin();
    expect(await report(kit, CARD, 'upgraded')).toMatchObject({ body: { status: 'active' } });
    const job = jobOf(kit, { job: 'replace' });
    expect(await job.ask('first', present(CARD, card))).toMatchObject({ valid: true });
    await job.outcome('first', null);
    expect(await report(kit, CARD, 'damaged')).toMatchObject({ body: { status: 'damaged' } });
    const next = () => jobOf(kit, { job: 'replace' }).ask('first', present(CARD, card));
    expect(await next()).toMatchObject({ reason: 'not-active' });
    await kit.call('PATCH', `/v1/tokens/${CARD}`, { status: 'active' });
    expect(await next()).toMatchObject({ reason: 'not-reported' });
  });

  test('backups are offered with one suggested, and one from after the report cannot be chosen', async () => {
    const { kit, token } = await begin();
    await report(kit, CARD, 'lost');
    const url = `/v1/tokens/${CARD}/backup-offers`;
    const { body } = await kit.call('POST', url, { kiosk: DESK }, token);
    expect(body).toMatchObject({
      tokenId: CARD,
      offers: [{ suggested: true, blocked: null, verified: true }],
    });
    await registerBlank(kit, NEW_CARD);
    const job = jobOf(kit, { job: 'replace' });
    await job.ask('first', { absent: CARD });
    await job.ask('second', present(NEW_CARD, null));
    expect(await job.inputsAnswer({ backupId: 'nothing' })).toMatchObject({ reason: 'no-backup' });
    const { offers } = body as { offers: { backupId: string }[] };
    const given = await job.inputs({ backupId: offers[0]?.backupId });
    const unsaid = await job.askImages(job.question(given));
    expect(unsaid).toMatchObject({ status: 409, body: { error: 'inputs-changed' } });
    const chosen = await job.images(given, { backupId: offers[0]?.backupId });
    expect(chosen.second.chosen.backupId).toBe(offers[0]?.backupId);
  });

  test('only desks ask for customers, each for itself, and a desk may do what a kiosk may', async () => {
    const { kit, card, token } = await begin();
    const kiosk = await kit.credential('kiosk', DESK);
    const other = await kit.deskToken('desk-2');
    for (const [url, body] of ROUTES) {
      expect(await kit.call('POST', url, body, kiosk)).toMatchObject({ status: 403 });
      expect(await kit.call('POST', url, body, other)).toMatchObject({ body: { error: 'name-refused' } });
      expect(await kit.call('POST', url, body, '')).toMatchObject({ status: 401 });
    }
    const job = jobOf(kit, { job: 'merge', kiosk: DESK });
    const request = job.requestFor('first', present(CARD, card), crypto.randomUUID());
    expect(await kit.call('POST', '/v1/transfers', request, token)).toMatchObject({ status: 200 });
  });

  test('rules rise by one revision with each change, and of two changes at once one is refused', async () => {
    const { kit, card } = await begin();
    expect((await kit.call('GET', '/v1/merge-rules')).body).toEqual(DEFAULT_RULES);
    const changes = [1, 2, 3, 4].map((listsAtLeast) => ({
      ...DEFAULT_RULES,
      history: { ...DEFAULT_RULES.history, listsAtLeast },
    }));
    const answers = await Promise.all(changes.map((rules) => kit.call('PUT', '/v1/merge-rules', rules)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const now = (await kit.call('GET', '/v1/merge-rules')).body;
    expect(now).toMatchObject({ revision: 2 });
    expect((await kit.call('PUT', '/v1/merge-rules', now)).body).toEqual(now);
    const unknown = { ...DEFAULT_RULES, kinds: { ...DEFAULT_RULES.kinds, purse: 'last-write-wins' } };
    expect((await kit.call('PUT', '/v1/merge-rules', unknown)).status).toBe(400);
    const promised = {
      ...DEFAULT_RULES,
      revision: 2,
      history: { ...DEFAULT_RULES.history, listsAtLeast: 33 },
    };
    const refused = await kit.call('PUT', '/v1/merge-rules', promised);
    expect(refused).toMatchObject({ status: 422, body: { error: 'rules-not-kept' } });
    await registerBlank(kit, PHONE);
    const job = jobOf(kit, { job: 'synchronize' });
    await job.ask('first', present(CARD, card));
    await job.ask('second', present(PHONE, null));
    expect((await job.inputs()).rules.length).toBeGreaterThan(100);
  });

  test('a reserve is the larger of its two rules, at most the balance, and none when it is taken back', async () => {
    const { kit } = await begin();
    await registerBlank(kit, NEW_CARD);
    await report(kit, CARD, 'lost');
    const held = async (reserve: { amount: number; perMille: number } | null) => {
      await kit.call('PUT', '/v1/programmes/METRO', { reserve });
      const job = jobOf(kit, { job: 'replace' });
      await job.ask('first', { absent: CARD });
      await job.ask('second', present(NEW_CARD, null));
      const given = await job.inputs();
      await job.outcome('first', null);
      return given.reserve.map(({ amount }) => amount);
    };
    expect(await held({ amount: 100, perMille: 250 })).toEqual([460]);
    expect(await held({ amount: 500, perMille: 250 })).toEqual([500]);
    expect(await held({ amount: 9999, perMille: 0 })).toEqual([1840]);
    expect(await held(null)).toEqual([]);
    expect((await kit.call('PUT', '/v1/programmes/METRO', { reserve: { amount: 1 } })).status).toBe(400);
  });

  test('every route of jobs and desks is described', async () => {
    const { kit } = await begin();
    const { paths } = (await kit.call('GET', '/v1/openapi.json')).body as { paths: Record<string, unknown> };
    for (const path of [
      '/v1/transfers',
      '/v1/transfers/{id}/image',
      '/v1/jobs/{id}/inputs',
      '/v1/jobs/{id}/images',
      '/v1/customers/search',
      '/v1/tokens/{id}/report',
      '/v1/tokens/{id}/backup-offers',
      '/v1/merge-rules',
      '/v1/programmes/{programme}',
    ])
      expect(Object.keys(paths)).toContain(path);
  });

  test('nobody gets a terminal’s credential under the names that the servers use', async () => {
    const { kit } = await begin();
    for (const name of ['RESERVE', 'RELEASE'])
      expect((await kit.call('POST', '/v1/credentials', { role: 'terminal', name })).status).toBe(400);
  });
}

describe('at the desk', () => onBothDatabases('desk', desk));
