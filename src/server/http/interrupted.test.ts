import { describe, expect, test } from 'vitest';
import type { Store } from '../store/store.ts';
import { type Databases, onBothDatabases } from '../store/testing/stores.ts';
import {
  balanceIn,
  CARD,
  carryOut,
  type Job,
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
  type HostKit,
  hostKit,
  register,
  reportOf,
  requested,
  updateOf,
  visit,
} from '../testing/kit.ts';

/** Longer than a kiosk may be silent. */
const SILENCE_MS = 300_001;
const REQUEST = '00000000000000aa';

const hold = async (kit: HostKit, visitId: string, tokenId = CARD, kiosk = 'kiosk-1') =>
  (await kit.asKiosk(kiosk, `/v1/visits/${visitId}/hold`, { kiosk, tokenId })).body;
const detail = async (kit: HostKit, tokenId: string) => (await kit.call('GET', `/v1/tokens/${tokenId}`)).body;

/** A merge of a card and a phone that is signed and on neither of them. */
async function signedMerge(store: Store) {
  const kit = await hostKit(store);
  const card = await register(kit);
  const phone = await registerOther(kit, PHONE);
  const job = jobOf(kit, { job: 'merge' });
  await job.ask('first', present(CARD, card));
  await job.ask('second', present(PHONE, phone));
  return { kit, card, phone, job, made: await job.images(await job.inputs()) };
}

function silence({ open }: Databases): void {
  test('a kiosk that is heard of keeps its token, however long it takes', async () => {
    const kit = await hostKit(await open());
    const token = reportOf(await register(kit), { indicator: requested(REQUEST) });
    const first = await visit(kit, token);
    for (let minute = 0; minute < 20; minute++) {
      kit.clock.now += 60_000;
      expect(await hold(kit, first.visitId)).toEqual({ visitId: first.visitId, held: true });
    }
    const other = await visit(kit, token, 'kiosk-2');
    expect(other.decision).toMatchObject({ decision: 'refuse', reason: 'open-elsewhere' });
    kit.clock.now += SILENCE_MS;
    expect((await visit(kit, token, 'kiosk-2')).decision.decision).toBe('update');
  });

  test('a visit that has ended, is another kiosk’s, or was never opened is not held', async () => {
    const kit = await hostKit(await open());
    const token = reportOf(await register(kit), { indicator: requested(REQUEST) });
    const first = await visit(kit, token);
    expect(await hold(kit, first.visitId, CARD, 'kiosk-2')).toMatchObject({ held: false });
    expect(await hold(kit, crypto.randomUUID())).toMatchObject({ held: false });
    await confirm(kit, first);
    expect(await hold(kit, first.visitId)).toMatchObject({ held: false });
    const forged = await kit.asKiosk('kiosk-2', `/v1/visits/${first.visitId}/hold`, {
      kiosk: 'kiosk-1',
      tokenId: CARD,
    });
    expect(forged.status).toBe(403);
  });

  test('a clock that is set back a year makes no silent kiosk one that was just heard', async () => {
    const kit = await hostKit(await open());
    const token = reportOf(await register(kit), { indicator: requested(REQUEST) });
    await visit(kit, token);
    kit.clock.now -= 365 * 86_400_000;
    expect((await visit(kit, token, 'kiosk-2')).decision.decision).toBe('update');
  });

  test('a job whose kiosk fell silent frees its devices for another job', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    await registerBlank(kit, PHONE);
    const job = jobOf(kit, { job: 'synchronize' });
    await job.ask('first', present(CARD, card));
    await job.ask('second', present(PHONE, null));
    const given = await job.inputs();
    kit.clock.now += SILENCE_MS;
    const other = jobOf(kit, { job: 'synchronize', kiosk: 'kiosk-2' });
    expect(await other.ask('first', present(CARD, card))).toMatchObject({ valid: true });
    expect(await other.ask('second', present(PHONE, null))).toMatchObject({ valid: true });
    // The first one comes back too late.
    expect(await job.imagesAnswer(job.question(given))).toMatchObject({ reason: 'open-elsewhere' });
    expect((await other.images(await other.inputs())).second.decision).toBe('update');
  });
}

async function writing(
  kit: HostKit,
  kind: 'synchronize' | 'replace',
): Promise<{ job: Job; made: Awaited<ReturnType<Job['images']>> }> {
  const card = await register(kit, { verified: true });
  const second = kind === 'replace' ? NEW_CARD : PHONE;
  await registerBlank(kit, second);
  if (kind === 'replace') await report(kit, CARD, 'lost');
  const job = jobOf(kit, { job: kind });
  await job.ask('first', kind === 'replace' ? { absent: CARD } : present(CARD, card));
  await job.ask('second', present(second, null));
  return { job, made: await job.images(await job.inputs()) };
}

function jobs({ open }: Databases): void {
  test('a replacement that was written and never told of is done when the new card is met anywhere', async () => {
    const kit = await hostKit(await open());
    const { job, made } = await writing(kit, 'replace');
    kit.clock.now += SILENCE_MS;
    const next = await visit(kit, present(NEW_CARD, made.second.image).report, 'kiosk-2');
    expect(next.decision).toMatchObject({ decision: 'current' });
    expect(await detail(kit, CARD)).toMatchObject({ status: 'superseded', successorId: NEW_CARD });
    // Its kiosk is repaired and tells it at last.
    expect((await job.outcome('second', made.second)).status).toBe(200);
    expect(await detail(kit, NEW_CARD)).toMatchObject({ status: 'active', predecessorId: CARD });
  });

  test('what was written of a job counts in the next job’s question, too', async () => {
    const kit = await hostKit(await open());
    const { made } = await writing(kit, 'synchronize');
    kit.clock.now += SILENCE_MS;
    const next = jobOf(kit, { job: 'synchronize', kiosk: 'kiosk-2' });
    expect(await next.ask('first', present(PHONE, made.second.image))).toMatchObject({ valid: true });
  });

  test.each(['synchronize', 'replace'] as const)(
    'a device that was torn away from its job is finished at any kiosk: %s',
    async (kind) => {
      const kit = await hostKit(await open());
      const { job, made } = await writing(kit, kind);
      const second = kind === 'replace' ? NEW_CARD : PHONE;
      await job.outcome('second', null, { outcome: 'interrupted' });
      const next = await visit(kit, present(second, null).report, 'kiosk-2');
      expect(updateOf(next)).toEqual(made.second);
      const told = await kit.asKiosk('kiosk-2', `/v1/visits/${next.visitId}/outcome`, {
        kiosk: 'kiosk-2',
        tokenId: second,
        at: new Date(kit.clock.now).toISOString(),
        revision: 1,
        outcome: 'updated',
        written: {
          digest: made.second.digest,
          sequence: made.second.sequence,
          bytes: 1,
          verified: true,
          clearedRequestId: null,
        },
        failure: null,
      });
      expect(told.status).toBe(200);
      if (kind === 'replace') expect(await detail(kit, CARD)).toMatchObject({ successorId: NEW_CARD });
      const last = await visit(kit, present(second, made.second.image).report, 'kiosk-3');
      expect(last.decision.decision).toBe('current');
    },
  );

  test('a merge that reached one device only reaches the other one at its next visit, also when it was given up', async () => {
    const { kit, card, job, made } = await signedMerge(await open());
    await job.outcome('second', made.second);
    await job.outcome('first', null, { outcome: 'failed' });
    const next = await visit(kit, present(CARD, card).report, 'kiosk-2');
    expect(updateOf(next)).toMatchObject({ reason: 'merge', digest: made.first?.digest });
    expect(balanceIn(updateOf(next).image, 'METRO')).toBe(balanceIn(made.second.image, 'METRO'));
  });

  test('a merge whose kiosk died is finished at each device’s next visit, and they are free for another job', async () => {
    const { kit, card, phone, job, made } = await signedMerge(await open());
    for (const role of ['first', 'second'] as const)
      await job.outcome(role, null, { outcome: 'interrupted' });
    const next = await visit(kit, present(CARD, card).report, 'kiosk-2');
    expect(updateOf(next)).toEqual(made.first);
    await confirm(kit, next, { kiosk: 'kiosk-2' }, 'kiosk-2');
    const other = jobOf(kit, { job: 'merge', kiosk: 'kiosk-3' });
    expect(await other.ask('first', present(PHONE, phone))).toMatchObject({ valid: true });
    await other.outcome('first', null, { outcome: 'declined' });
    expect(updateOf(await visit(kit, present(PHONE, phone).report, 'kiosk-4'))).toEqual(made.second);
  });

  test('a visit that finishes a job’s write is none of the updates that a token may have', async () => {
    const { kit, card, job, made } = await signedMerge(await open());
    for (const role of ['first', 'second'] as const)
      await job.outcome(role, null, { outcome: 'interrupted' });
    const finishing = await visit(kit, present(CARD, card).report, 'kiosk-2');
    await confirm(kit, finishing, { kiosk: 'kiosk-2' }, 'kiosk-2');
    await kit.call('PATCH', `/v1/tokens/${CARD}`, { quota: { updates: 1, days: 1 } });
    if (made.first === null) throw new Error('a merge writes both');
    const asking = reportOf(made.first.image, { indicator: requested(REQUEST) });
    const update = await visit(kit, asking);
    expect(update.decision).toMatchObject({ decision: 'update', requestId: REQUEST });
    await confirm(kit, update);
    const more = reportOf(updateOf(update).image, { indicator: requested('00000000000000ab') });
    expect((await visit(kit, more)).decision).toMatchObject({ decision: 'refuse', reason: 'quota-used' });
  });

  test('a new card that was torn away from a replacement is not finished once another one took the place', async () => {
    const kit = await hostKit(await open());
    const { job } = await writing(kit, 'replace');
    await job.outcome('second', null, { outcome: 'interrupted' });
    kit.clock.now += SILENCE_MS;
    await registerBlank(kit, PHONE);
    const told = await carryOut(kit, { job: 'replace' }, { absent: CARD }, present(PHONE, null));
    expect(await detail(kit, CARD)).toMatchObject({ successorId: PHONE });
    const next = await visit(kit, present(NEW_CARD, null).report, 'kiosk-2');
    expect(next.decision).not.toMatchObject({ reason: 'replace' });
    const first = await visit(kit, present(PHONE, told.second.image).report, 'kiosk-2');
    expect(first.decision.decision).toBe('current');
  });

  test('what was declined, or was used or written since, is not finished by itself', async () => {
    const kit = await hostKit(await open());
    const { job } = await writing(kit, 'synchronize');
    const used = present(PHONE, null, { logSequence: 1 }).report;
    await job.outcome('second', null, { outcome: 'interrupted' });
    expect((await visit(kit, used, 'kiosk-2')).decision).not.toMatchObject({ reason: 'synchronize' });
    await job.outcome('second', null, { outcome: 'declined', revision: 2 });
    const untouched = await visit(kit, present(PHONE, null).report, 'kiosk-2');
    expect(untouched.decision).not.toMatchObject({ reason: 'synchronize' });
  });

  test('after a day an interrupted write is not offered any more', async () => {
    const kit = await hostKit(await open());
    const { job } = await writing(kit, 'synchronize');
    await job.outcome('second', null, { outcome: 'interrupted' });
    kit.clock.now += 25 * 3_600_000;
    const late = await visit(kit, present(PHONE, null).report, 'kiosk-2');
    expect(late.decision).not.toMatchObject({ reason: 'synchronize' });
  });
}

describe('a kiosk that fell silent', () => onBothDatabases('silence', silence));
describe('a job that was interrupted', () => onBothDatabases('interrupted', jobs));
