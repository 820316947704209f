import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signImage } from '../../shared/image/envelope.ts';
import { type Databases, onBothDatabases } from '../store/testing/stores.ts';
import {
  balanceIn,
  CARD,
  carryOut,
  jobOf,
  NEW_CARD,
  PHONE,
  present,
  registerBlank,
  registerOther,
  report,
} from '../testing/jobs.ts';
import {
  confirm,
  contentOf,
  type HostKit,
  hostKit,
  register,
  reportOf,
  SIGNER,
  updateOf,
  visit,
} from '../testing/kit.ts';

const tokenDetail = async (kit: HostKit, tokenId: string) =>
  (await kit.call('GET', `/v1/tokens/${tokenId}`)).body;
const outcomeOf = (kit: HostKit, tokenId: string, over: Record<string, unknown> = {}) => ({
  kiosk: 'kiosk-1',
  tokenId,
  at: new Date(kit.clock.now).toISOString(),
  revision: 1,
  outcome: 'interrupted',
  written: null,
  failure: null,
  ...over,
});

/** Requests that arrive after what came after them. */
function visits({ open }: Databases): void {
  test('a visit that arrives after its own end keeps no other kiosk away, and nothing comes of it', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    await kit.call('POST', `/v1/tokens/${CARD}/requests`, { reason: 'restore' });
    const visitId = randomUUID();
    const ended = await kit.asKiosk('kiosk-1', `/v1/visits/${visitId}/outcome`, outcomeOf(kit, CARD));
    expect(ended.status).toBe(200);
    await visit(kit, reportOf(issued), 'kiosk-1', visitId);
    const elsewhere = await visit(kit, reportOf(issued), 'kiosk-2');
    await confirm(kit, elsewhere, {}, 'kiosk-2');
    await visit(kit, reportOf(issued), 'kiosk-1', visitId);
    const next = await visit(kit, reportOf(updateOf(elsewhere).image), 'kiosk-3');
    expect(next.decision.decision).toBe('current');
    expect(await tokenDetail(kit, CARD)).toMatchObject({ requests: [{ status: 'served' }] });
  });

  test('an image that arrives after the outcome, twice at once, is kept once and changes nothing else', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    const newer = signImage({ ...contentOf(issued), sequence: 8 }, SIGNER);
    const image = Buffer.from(newer).toString('base64');
    const asked = await visit(kit, reportOf(image));
    expect(asked.decision.decision).toBe('record');
    const url = `/v1/visits/${asked.visitId}`;
    await kit.asKiosk('kiosk-1', `${url}/outcome`, outcomeOf(kit, CARD));
    const send = () => kit.asKiosk('kiosk-1', `${url}/image`, { image });
    const [first, second] = await Promise.all([send(), send()]);
    expect(first).toMatchObject({ status: 200, body: { decision: { decision: 'current' } } });
    expect(second).toEqual(first);
    expect(await tokenDetail(kit, CARD)).toMatchObject({
      backups: [{ sequence: 8 }, { sequence: 1 }],
      visits: [{ outcome: 'interrupted' }],
    });
  });

  test('a hold that arrives before its visit or after its end holds nothing', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    await kit.call('POST', `/v1/tokens/${CARD}/requests`, { reason: 'restore' });
    const visitId = randomUUID();
    const hold = () =>
      kit.asKiosk('kiosk-1', `/v1/visits/${visitId}/hold`, { kiosk: 'kiosk-1', tokenId: CARD });
    expect((await hold()).body).toEqual({ visitId, held: false });
    const opened = await visit(kit, reportOf(issued), 'kiosk-1', visitId);
    expect((await hold()).body).toEqual({ visitId, held: true });
    await confirm(kit, opened, { outcome: 'declined', written: null });
    expect((await hold()).body).toEqual({ visitId, held: false });
    expect((await visit(kit, reportOf(issued), 'kiosk-2')).decision.decision).toBe('update');
  });

  test('transactions posted in any order, some twice and several posts at once, make the same ledger', async () => {
    const kit = await hostKit(await open());
    await register(kit);
    const rows = Array.from({ length: 12 }, (_, n) => ({
      ...{ tokenId: CARD, terminal: `MKT-${n % 3}`, counter: 20 + n, at: 3_000 + n, programme: 'HARBOUR' },
      ...{ action: 'earn', amount: n + 1 },
    }));
    const post = (some: typeof rows) => kit.call('POST', '/v1/transactions', some);
    const sent = await Promise.all([
      post(rows.slice(6)),
      post(rows.slice(3, 9)),
      post(rows.toReversed().slice(6)),
      post(rows.toReversed()),
    ]);
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { body } = await kit.call('GET', `/v1/transactions?tokenId=${CARD}`);
    const { transactions, conflicts } = body as { transactions: { counter: number }[]; conflicts: [] };
    expect(transactions.filter(({ counter }) => counter >= 20)).toHaveLength(12);
    expect(conflicts).toEqual([]);
  });

  test('a token that is put on file many times at once is there once, with one first image', async () => {
    const kit = await hostKit(await open());
    const images = await Promise.all([1, 2, 3].map(() => register(kit)));
    expect(new Set(images).size).toBe(1);
    expect(await tokenDetail(kit, CARD)).toMatchObject({ backups: [{ sequence: 1 }] });
  });

  test('a request under an id of its own that is made again, also after it was served, is made once', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    const ask = () =>
      kit.call('POST', `/v1/tokens/${CARD}/requests`, { reason: 'restore', requestId: '00000000000000a1' });
    const asked = await Promise.all([ask(), ask(), ask()]);
    expect(asked.map(({ status }) => status).sort()).toEqual([201, 201, 201]);
    await confirm(kit, await visit(kit, reportOf(issued)));
    expect((await ask()).status).toBe(201);
    expect(await tokenDetail(kit, CARD)).toMatchObject({ requests: [{ status: 'served' }] });
    const other = { reason: 'correction', requestId: '00000000000000a1' };
    expect(await kit.call('POST', `/v1/tokens/${CARD}/requests`, other)).toMatchObject({
      status: 409,
      body: { error: 'request-exists' },
    });
  });
}

function jobs({ open }: Databases): void {
  const pair = async (kit: HostKit) => {
    const card = await register(kit, { verified: true });
    const phone = await registerOther(kit, PHONE);
    return { card: present(CARD, card), phone: present(PHONE, phone) };
  };

  test('a device that is asked about after its own end stands in the way of no other job', async () => {
    const kit = await hostKit(await open());
    const { card, phone } = await pair(kit);
    const late = jobOf(kit, { job: 'synchronize' });
    const transferId = randomUUID();
    const body = outcomeOf(kit, CARD, { outcome: 'failed' });
    await kit.asKiosk('kiosk-1', `/v1/visits/${transferId}/outcome`, body);
    await late.ask('first', card, transferId);
    const job = jobOf(kit, { job: 'synchronize' });
    expect(await job.ask('first', card)).toMatchObject({ valid: true });
    await late.ask('first', card, transferId);
    expect(await job.ask('second', phone)).toMatchObject({ valid: true });
  });

  test('every question of a job that has ended, asked again in the opposite order, changes nothing', async () => {
    const kit = await hostKit(await open());
    const { card, phone } = await pair(kit);
    const job = jobOf(kit, { job: 'synchronize' });
    await job.ask('first', card);
    await job.ask('second', phone);
    const inputs = await job.inputs();
    const made = await job.images(inputs);
    const question = job.question(inputs);
    await job.outcome('second', made.second);
    await job.outcome('first', null, { outcome: 'current' });
    const done = [await tokenDetail(kit, CARD), await tokenDetail(kit, PHONE)];
    await job.outcome('first', null, { outcome: 'current' });
    await job.outcome('second', made.second);
    expect((await job.askImages(question)).body).toMatchObject({ answer: made });
    const { kiosk, nonces, jobId } = job;
    const again = await kit.asKiosk(kiosk, `/v1/jobs/${jobId}/inputs`, { kiosk, nonces });
    expect(again.status).toBe(409);
    await job.ask('second', phone, job.transferIds.second);
    await job.ask('first', card, job.transferIds.first);
    expect([await tokenDetail(kit, CARD), await tokenDetail(kit, PHONE)]).toEqual(done);
  });

  test('a device’s image that arrives after the end of its job, twice at once, is a backup and nothing more', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit, { verified: true });
    const phone = present(PHONE, await registerOther(kit, PHONE));
    const newer = signImage({ ...contentOf(issued), sequence: 8 }, SIGNER);
    const image = Buffer.from(newer).toString('base64');
    const late = jobOf(kit, { job: 'synchronize' });
    const transferId = randomUUID();
    const card = present(CARD, image);
    const asked = await kit.asKiosk(late.kiosk, '/v1/transfers', late.requestFor('first', card, transferId));
    const { nonce, sendImage } = (asked.body as { answer: { nonce: string; sendImage: boolean } }).answer;
    expect(sendImage).toBe(true);
    const ended = outcomeOf(kit, CARD, { outcome: 'declined' });
    await kit.asKiosk(late.kiosk, `/v1/visits/${transferId}/outcome`, ended);
    const send = () => kit.asKiosk(late.kiosk, `/v1/transfers/${transferId}/image`, { nonce, image });
    const [first, second] = await Promise.all([send(), send()]);
    expect(second).toEqual(first);
    const job = jobOf(kit, { job: 'synchronize' });
    expect(await job.ask('first', card)).toMatchObject({ valid: true });
    expect(await job.ask('second', phone)).toMatchObject({ valid: true });
    await late.ask('first', card, transferId);
    expect((await job.inputs()).valid).toBe(true);
  });

  test('a visit from before a card was lost is no sign that it turned up, however late it arrives', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit, { verified: true });
    await registerBlank(kit, NEW_CARD);
    await kit.call('PUT', '/v1/programmes/METRO', { reserve: { amount: 500, perMille: 0 } });
    const { report: held } = present(CARD, card);
    const before = await visit(kit, held);
    expect(before.decision.decision).toBe('current');
    kit.clock.now += 1_000;
    await report(kit, CARD, 'lost');
    const made = await carryOut(kit, { job: 'replace' }, { absent: CARD }, present(NEW_CARD, null));
    const { image } = made.second;
    const balance = balanceIn(image, 'METRO');
    kit.clock.now += 60_000;
    const again = await visit(kit, held, 'kiosk-1', before.visitId);
    expect(again.decision).toEqual(before.decision);
    const next = await visit(kit, present(NEW_CARD, image).report);
    const carried = next.decision.decision === 'update' ? next.decision.image : image;
    expect(balanceIn(carried, 'METRO')).toBe(balance);
    // A visit that begins now is one.
    await visit(kit, held, 'kiosk-2');
    const found = await visit(kit, present(NEW_CARD, image).report);
    expect(balanceIn(updateOf(found).image, 'METRO')).toBe(balance + 500);
  });

  test('a report that is repeated after the card was taken out of use changes nothing', async () => {
    const kit = await hostKit(await open());
    await register(kit, { verified: true });
    await registerBlank(kit, NEW_CARD);
    await report(kit, CARD, 'lost');
    await carryOut(kit, { job: 'replace' }, { absent: CARD }, present(NEW_CARD, null));
    const done = await tokenDetail(kit, CARD);
    expect((await report(kit, CARD, 'lost')).status).toBe(409);
    expect(await tokenDetail(kit, CARD)).toEqual(done);
  });
}

describe('late, twice, out of order: visits', () => onBothDatabases('late visits', visits));
describe('late, twice, out of order: jobs', () => onBothDatabases('late jobs', jobs));
