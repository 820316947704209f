import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signImage } from '../../shared/image/envelope.ts';
import { type Databases, onBothDatabases } from '../store/testing/stores.ts';
import {
  CARD,
  carryOut,
  jobOf,
  KIOSK,
  NEW_CARD,
  PHONE,
  present,
  registerBlank,
  registerOther,
} from '../testing/jobs.ts';
import { contentOf, type HostKit, hostKit, register, SIGNER, STRANGER, visit } from '../testing/kit.ts';

const DAY = 86_400_000;
const answered = async (kit: HostKit, body: unknown) => await kit.asKiosk(KIOSK, '/v1/transfers', body);

function transfers({ open }: Databases): void {
  test('the same question gets the same answer for ever, another one under its id is refused', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    const job = jobOf(kit, { job: 'synchronize' });
    const transferId = randomUUID();
    const question = job.requestFor('first', present(CARD, card), transferId);
    const first = await answered(kit, question);
    expect(first).toMatchObject({
      status: 200,
      body: { transferId, answer: { valid: true, holder: 'Amira Haddad', quotaLeft: null, sendImage: true } },
    });
    kit.clock.now += 30 * DAY;
    await kit.call('PUT', `/v1/tokens/${CARD}/hotlist`, { reason: 'Stolen' });
    const at = new Date(kit.clock.now).toISOString();
    expect(await answered(kit, { ...question, at })).toEqual(first);
    const other = await answered(kit, { ...question, job: 'merge' });
    expect(other).toMatchObject({ status: 409, body: { error: 'transfer-conflict' } });
    const elsewhere = await kit.asKiosk('kiosk-2', '/v1/transfers', { ...question, kiosk: 'kiosk-2' });
    expect(elsewhere.status).toBe(409);
  });

  test('many who ask the same at once get the same nonce', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    const job = jobOf(kit, { job: 'synchronize' });
    const question = job.requestFor('first', present(CARD, card), randomUUID());
    await answered(kit, {});
    const answers = await Promise.all(Array.from({ length: 8 }, () => answered(kit, question)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.status).toBe(200);
  });

  test('a job belongs to its kiosk and kind, and an absent device to the first place of a replacement', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    const { jobId } = jobOf(kit, { job: 'synchronize' });
    await jobOf(kit, { job: 'synchronize', jobId }).ask('first', present(CARD, card));
    const other = jobOf(kit, { job: 'merge', jobId }).requestFor('first', present(CARD, card), randomUUID());
    expect(await answered(kit, other)).toMatchObject({ status: 409, body: { error: 'job-conflict' } });
    const absent = jobOf(kit, { job: 'merge' }).requestFor('first', { absent: CARD }, randomUUID());
    expect(await answered(kit, absent)).toMatchObject({ status: 422, body: { error: 'device-absent' } });
  });

  test('the second is asked for only after a first that was found valid and whose answer holds', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    await registerBlank(kit, PHONE);
    const job = jobOf(kit, { job: 'synchronize' });
    expect(await job.ask('second', present(PHONE, null))).toMatchObject({ reason: 'first-not-valid' });
    await job.ask('first', present(CARD, card));
    kit.clock.now += 599_999;
    expect(await job.ask('second', present(PHONE, null))).toMatchObject({ valid: true });
    kit.clock.now += 1;
    expect(await job.ask('second', present(PHONE, null))).toMatchObject({ reason: 'first-not-valid' });
  });

  test('a wrong second card is refused and the right one may still come', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    await registerBlank(kit, PHONE);
    const account = { accountRef: 'ACC-9', holder: 'Somebody Else' };
    const foreign = await registerOther(kit, NEW_CARD, { account });
    const job = jobOf(kit, { job: 'synchronize' });
    await job.ask('first', present(CARD, card));
    expect(await job.ask('second', present(CARD, card))).toMatchObject({ reason: 'same-token' });
    expect(await job.ask('second', present(NEW_CARD, foreign))).toMatchObject({ reason: 'other-account' });
    await job.outcome('second', null, { outcome: 'refused' });
    expect(await job.ask('second', present(PHONE, null))).toMatchObject({ valid: true });
    expect(await job.inputsAnswer()).toMatchObject({ valid: true, second: null });
  });

  test('two people of one account do not get each other’s', async () => {
    const kit = await hostKit(await open());
    const person = (personRef: string) => ({ person: { personRef, name: personRef } });
    const card = await register(kit, person('P-1'));
    const phone = await registerOther(kit, PHONE, person('P-2'));
    const job = jobOf(kit, { job: 'merge' });
    await job.ask('first', present(CARD, card));
    expect(await job.ask('second', present(PHONE, phone))).toMatchObject({ reason: 'other-person' });
  });

  test('an image that a stranger signed, or that is not the reported one, is not trusted', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    const unknown = { ...contentOf(card), sequence: 8 };
    const encode = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
    const own = encode(signImage(unknown, SIGNER));
    const forged = encode(signImage(unknown, STRANGER));
    const job = jobOf(kit, { job: 'merge' });
    const { report: honest } = present(CARD, own);
    expect(await job.ask('first', { report: honest, image: card })).toMatchObject({
      valid: false,
      reason: 'image-untrusted',
    });
    const digest = { ...honest.image, digest: 'f'.repeat(64), sequence: 8, length: 300 };
    const next = jobOf(kit, { job: 'merge' });
    expect(await next.ask('first', { report: { ...honest, image: digest }, image: forged })).toMatchObject({
      reason: 'image-untrusted',
    });
    expect(await jobOf(kit, { job: 'merge' }).ask('first', present(CARD, own))).toMatchObject({
      valid: true,
    });
  });

  test('an image is taken only with the nonce, from the kiosk that was asked for it', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    const job = jobOf(kit, { job: 'synchronize' });
    const transferId = randomUUID();
    await answered(kit, job.requestFor('first', present(CARD, card), transferId));
    const url = `/v1/transfers/${transferId}/image`;
    const wrong = await kit.asKiosk(KIOSK, url, { nonce: 'f'.repeat(32), image: card });
    expect(wrong).toMatchObject({ status: 409, body: { error: 'nonce-wrong' } });
    const foreign = await kit.asKiosk('kiosk-2', url, { nonce: 'f'.repeat(32), image: card });
    expect(foreign).toMatchObject({ status: 404, body: { error: 'transfer-unknown' } });
    const early = await kit.asKiosk(KIOSK, `/v1/jobs/${job.jobId}/inputs`, {
      kiosk: KIOSK,
      nonces: { first: '', second: '' },
    });
    expect(early).toMatchObject({ status: 409, body: { error: 'device-not-asked' } });
  });

  test('room and layout: a slot that is too small, a token that says it is another issuer’s', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    await registerBlank(kit, PHONE);
    const job = jobOf(kit, { job: 'synchronize' });
    await job.ask('first', present(CARD, card));
    const small = present(PHONE, null, { slotSize: 128 });
    expect(await job.ask('second', small)).toMatchObject({ reason: 'capacity-unfit' });
    const foreign = present(PHONE, null, { issuer: 'AURORA' });
    expect(await job.ask('second', foreign)).toMatchObject({ reason: 'schema-unfit' });
  });

  test('a visit at another kiosk and a job stand in each other’s way', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    await kit.call('POST', `/v1/tokens/${CARD}/requests`, { reason: 'restore' });
    await visit(kit, present(CARD, card).report, 'kiosk-2');
    const device = present(CARD, card);
    expect(await jobOf(kit, { job: 'merge' }).ask('first', device)).toMatchObject({
      reason: 'open-elsewhere',
    });
    kit.clock.now += 300_000;
    expect(await jobOf(kit, { job: 'merge' }).ask('first', device)).toMatchObject({ valid: true });
    const late = await visit(kit, device.report, 'kiosk-2');
    expect(late.decision).toMatchObject({ decision: 'refuse', reason: 'open-elsewhere' });
    expect((await visit(kit, device.report, KIOSK)).decision.decision).toBe('update');
  });

  test('the job is listed among the visits with what was decided', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    await jobOf(kit, { job: 'merge' }).ask('first', present(CARD, card));
    const { body } = await kit.call('GET', `/v1/visits?tokenId=${CARD}`);
    expect(body).toMatchObject({ visits: [{ decision: 'update', reason: 'merge', outcome: null }] });
  });
}

function quotas({ open }: Databases): void {
  const begin = async (synchronizations: number) => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    await registerBlank(kit, PHONE);
    const syncQuota = { synchronizations, days: 30 };
    await kit.call('PATCH', `/v1/tokens/${PHONE}`, { syncQuota });
    let phone: string | null = null;
    const synchronize = async () => {
      const device = present(PHONE, phone);
      const made = await carryOut(kit, { job: 'synchronize' }, present(CARD, card), device);
      phone = made.second.image;
    };
    const left = async () => {
      const job = jobOf(kit, { job: 'synchronize' });
      await job.ask('first', present(CARD, card));
      const answer = await job.ask('second', present(PHONE, phone));
      await job.outcome('first', null);
      return answer;
    };
    return { kit, card, synchronize, left };
  };

  test('exactly as many synchronizations as the quota has, and again when its days have passed', async () => {
    const { kit, synchronize, left } = await begin(2);
    expect(await left()).toMatchObject({ valid: true, quotaLeft: 2 });
    await synchronize();
    kit.clock.now += DAY;
    expect(await left()).toMatchObject({ valid: true, quotaLeft: 1 });
    await synchronize();
    expect(await left()).toMatchObject({ valid: false, reason: 'quota-used', quotaLeft: 0 });
    kit.clock.now += 29 * DAY - 1;
    expect(await left()).toMatchObject({ reason: 'quota-used' });
    kit.clock.now += 1;
    expect(await left()).toMatchObject({ valid: true, quotaLeft: 1 });
  });

  test('what was declined, failed or only asked about does not count; what nobody reported does', async () => {
    const { kit, card, left } = await begin(1);
    const job = jobOf(kit, { job: 'synchronize' });
    await job.ask('first', present(CARD, card));
    await job.ask('second', present(PHONE, null));
    await job.images(await job.inputs());
    kit.clock.now += 600_000;
    expect(await left()).toMatchObject({ reason: 'quota-used' });
    await job.outcome('second', null, { outcome: 'failed' });
    expect(await left()).toMatchObject({ valid: true, quotaLeft: 1 });
  });

  test('the first device’s quota counts as well, and other jobs use none', async () => {
    const { kit, card, synchronize } = await begin(5);
    await kit.call('PATCH', `/v1/tokens/${CARD}`, { syncQuota: { synchronizations: 1, days: 1 } });
    await synchronize();
    const device = present(CARD, card);
    expect(await jobOf(kit, { job: 'synchronize' }).ask('first', device)).toMatchObject({
      reason: 'quota-used',
    });
    expect(await jobOf(kit, { job: 'merge' }).ask('first', device)).toMatchObject({
      valid: true,
      quotaLeft: 0,
    });
  });
}

describe('POST /v1/transfers', () => {
  onBothDatabases('transfers', transfers);
  onBothDatabases('quotas', quotas);
});
