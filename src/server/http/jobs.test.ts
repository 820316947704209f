import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Transaction } from '../../shared/image/model.ts';
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
import { contentOf, hostKit, register, visit } from '../testing/kit.ts';

const topUp = (counter: number, amount: number): Transaction => ({
  terminal: 'TOPUP-1',
  counter,
  at: 1_795_000_000,
  programme: 'METRO',
  action: 'topup',
  amount,
});

function jobs({ open }: Databases): void {
  test('synchronize: the second device gets what the first has, and its next visit does nothing', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    await registerBlank(kit, PHONE);
    const log = [topUp(1, 500)];
    const first = present(CARD, card, { log, logSequence: 1 });
    const made = await carryOut(kit, { job: 'synchronize' }, first, present(PHONE, null));
    expect(made.first).toBeNull();
    expect(made.second).toMatchObject({ decision: 'update', reason: 'synchronize', requestId: null });
    expect(contentOf(made.second.image)).toMatchObject({ tokenId: PHONE, source: 'migrated' });
    expect(balanceIn(made.second.image, 'METRO')).toBe(2340);
    const after = await visit(kit, present(PHONE, made.second.image).report, 'kiosk-2');
    expect(after.decision).toMatchObject({ decision: 'current' });
  });

  test('synchronize again: what the second alone holds asks for a merge, and the merge keeps it', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    await registerBlank(kit, PHONE);
    const synced = await carryOut(kit, { job: 'synchronize' }, present(CARD, card), present(PHONE, null));
    const phone = present(PHONE, synced.second.image, { log: [topUp(7, 300)], logSequence: 1 });
    const job = jobOf(kit, { job: 'synchronize' });
    await job.ask('first', present(CARD, card));
    await job.ask('second', phone);
    expect(await job.inputsAnswer()).toMatchObject({ valid: false, reason: 'merge-needed' });
    await job.outcome('first', null);
    await job.outcome('second', null);
    const own = present(CARD, card, { log: [topUp(8, 40)], logSequence: 1 });
    const merge = jobOf(kit, { job: 'merge' });
    expect(await merge.ask('first', own)).toMatchObject({ valid: true, sendImage: false });
    expect(await merge.ask('second', phone)).toMatchObject({ valid: true });
    const given = await merge.inputs();
    expect(given.base).toBe(synced.second.image);
    const made = await merge.images(given);
    for (const write of [made.first, made.second])
      expect(balanceIn(write?.image ?? '', 'METRO')).toBe(1840 + 300 + 40);
    await merge.outcome('second', made.second);
    await merge.outcome('first', made.first);
    for (const [tokenId, write] of [
      [CARD, made.first],
      [PHONE, made.second],
    ] as const)
      expect((await visit(kit, present(tokenId, write?.image ?? '').report)).decision.decision).toBe(
        'current',
      );
  });

  test('replace: the new card takes the lost one’s place and its links are on file', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit, { verified: true });
    await registerBlank(kit, NEW_CARD);
    await report(kit, CARD, 'lost');
    const made = await carryOut(kit, { job: 'replace' }, { absent: CARD }, present(NEW_CARD, null));
    expect(balanceIn(made.second.image, 'METRO')).toBe(1840);
    const detail = async (tokenId: string) => (await kit.call('GET', `/v1/tokens/${tokenId}`)).body;
    expect(await detail(CARD)).toMatchObject({ status: 'superseded', successorId: NEW_CARD });
    expect(await detail(CARD)).toMatchObject({ hotlisted: { reason: 'Reported lost at desk-1' } });
    expect(await detail(NEW_CARD)).toMatchObject({ status: 'active', predecessorId: CARD });
    const again = await visit(kit, present(CARD, card).report);
    expect(again.decision).toMatchObject({ decision: 'refuse', reason: 'hotlisted' });
    const next = jobOf(kit, { job: 'replace' });
    expect(await next.ask('first', { absent: CARD })).toMatchObject({ reason: 'superseded' });
  });

  test('an interrupted job ends with the later outcome, a declined one frees both tokens', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    await registerBlank(kit, PHONE);
    const job = jobOf(kit, { job: 'synchronize' });
    await job.ask('first', present(CARD, card));
    await job.ask('second', present(PHONE, null));
    const made = await job.images(await job.inputs());
    await job.outcome('second', null, { outcome: 'interrupted' });
    const other = jobOf(kit, { job: 'synchronize', kiosk: 'kiosk-2' });
    expect(await other.ask('first', present(CARD, card))).toMatchObject({ reason: 'open-elsewhere' });
    await job.outcome('second', made.second, { revision: 2 });
    const next = jobOf(kit, { job: 'synchronize', kiosk: 'kiosk-2' });
    expect(await next.ask('first', present(CARD, card))).toMatchObject({ valid: true });
    expect(await next.ask('second', present(PHONE, made.second.image))).toMatchObject({ valid: true });
    await next.outcome('second', null);
    const last = jobOf(kit, { job: 'synchronize' });
    expect(await last.ask('first', present(CARD, card))).toMatchObject({ valid: true });
  });
}

function nonces({ open }: Databases): void {
  const ready = async (kit: Awaited<ReturnType<typeof hostKit>>) => {
    const card = await register(kit);
    await registerBlank(kit, PHONE);
    const job = jobOf(kit, { job: 'synchronize' });
    await job.ask('first', present(CARD, card));
    await job.ask('second', present(PHONE, null));
    return { card, job, given: await job.inputs() };
  };

  test('a nonce serves once: the same question gets the same answer, another one is refused', async () => {
    const kit = await hostKit(await open());
    const { job, given } = await ready(kit);
    const made = await job.images(given);
    expect(await job.images(given)).toEqual(made);
    kit.clock.now += 3_600_000;
    expect(await job.images(given)).toEqual(made);
    const other = await job.askImages(job.question(given, { staff: 'b.lind' }));
    expect(other).toMatchObject({ status: 409, body: { error: 'nonce-used' } });
  });

  test('wrong nonces, other inputs, another kiosk and answers that no longer hold are refused', async () => {
    const kit = await hostKit(await open());
    const { job, given } = await ready(kit);
    const error = async (over: Record<string, unknown>) => await job.askImages(job.question(given, over));
    const wrong = { nonces: { ...job.nonces, second: 'f'.repeat(32) } };
    expect(await error(wrong)).toMatchObject({ status: 409, body: { error: 'nonce-wrong' } });
    const inputs = { first: 'f'.repeat(64), second: null };
    expect(await error({ inputs })).toMatchObject({ status: 409, body: { error: 'inputs-changed' } });
    const foreign = await kit.asKiosk(
      'kiosk-2',
      `/v1/jobs/${job.jobId}/images`,
      job.question(given, { kiosk: 'kiosk-2' }),
    );
    expect(foreign).toMatchObject({ status: 404, body: { error: 'job-unknown' } });
    kit.clock.now += 600_000;
    expect(await error({})).toMatchObject({ status: 409, body: { error: 'nonce-expired' } });
  });

  test('a card that was reported stolen since it was asked about gets nothing', async () => {
    const kit = await hostKit(await open());
    const { job, given } = await ready(kit);
    await report(kit, CARD, 'stolen');
    expect(await job.imagesAnswer(job.question(given))).toMatchObject({ valid: false, reason: 'hotlisted' });
  });

  test('of many questions at once with the same nonces one is answered', async () => {
    const kit = await hostKit(await open());
    const { job, given } = await ready(kit);
    const staff = Array.from({ length: 12 }, (_, n) => `staff-${n}`);
    const answers = await Promise.all(
      staff.map(async (one) => await job.askImages(job.question(given, { staff: one }))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of answers)
      if (status !== 200) expect(body).toMatchObject({ error: 'nonce-used' });
  });

  test('of many kiosks at once that want the same two devices one gets them, or none', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    await registerBlank(kit, PHONE);
    const kiosks = Array.from({ length: 8 }, (_, n) => `kiosk-${n}`);
    // So that the kiosks differ in nothing but who comes first.
    for (const kiosk of kiosks) await kit.asKiosk(kiosk, '/v1/visits', {});
    const won = await Promise.all(
      kiosks.map(async (kiosk) => {
        const job = jobOf(kit, { job: 'synchronize', kiosk });
        const first = await job.ask('first', present(CARD, card));
        const second = await job.ask('second', present(PHONE, null));
        if (!first.valid || !second.valid) return undefined;
        return await job.images(await job.inputs());
      }),
    );
    expect(won.filter((made) => made !== undefined)).toHaveLength(1);
  });

  test('the same question many times at once gets one answer', async () => {
    const kit = await hostKit(await open());
    const { job, given } = await ready(kit);
    const answers = await Promise.all(Array.from({ length: 6 }, async () => await job.images(given)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test('one device of another job at another kiosk cannot be taken from either side', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    const phone = await registerOther(kit, PHONE);
    const one = jobOf(kit, { job: 'merge' });
    const other = jobOf(kit, { job: 'merge', kiosk: 'kiosk-2', jobId: randomUUID() });
    expect(await one.ask('first', present(CARD, card))).toMatchObject({ valid: true });
    expect(await other.ask('first', present(PHONE, phone))).toMatchObject({ valid: true });
    expect(await one.ask('second', present(PHONE, phone))).toMatchObject({ reason: 'open-elsewhere' });
    expect(await other.ask('second', present(CARD, card))).toMatchObject({ reason: 'open-elsewhere' });
  });
}

describe('jobs', () => onBothDatabases('from one device to another', jobs));
describe('nonces', () => onBothDatabases('nonces', nonces));
