import { describe, expect, test } from 'vitest';
import { failure } from '../../shared/contract/failure.ts';
import type { Transaction } from '../../shared/image/model.ts';
import type { Store } from '../store/store.ts';
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
  report,
} from '../testing/jobs.ts';
import { type HostKit, hostKit, register, visit } from '../testing/kit.ts';

const SILENCE_MS = 300_001;
const START = 1840;
const topUp = (counter: number, amount: number): Transaction => ({
  terminal: 'TOPUP-1',
  counter,
  at: 1_795_000_000 + counter,
  programme: 'METRO',
  action: 'topup',
  amount,
});

/** A host whose image server can be cut off for reading a ledger, and does something first when it is posted to. */
async function hostWithLine(store: Store) {
  const line = { isCut: false, beforePost: async () => {} };
  const kit = await hostKit(store, (images) => ({
    ...images,
    transactions: async (body) =>
      line.isCut
        ? { ok: false, failure: failure('host-unreachable', 'cut') }
        : await images.transactions(body),
    post: async (body) => {
      const first = line.beforePost;
      line.beforePost = async () => {};
      await first();
      return await images.post(body);
    },
  }));
  return { kit, line };
}

/** A card that is replaced: the new one is signed for, and not written yet. */
async function signedReplacement(kit: HostKit, as: 'lost' | 'upgraded' = 'lost') {
  const card = await register(kit, { verified: true });
  await registerBlank(kit, NEW_CARD);
  await report(kit, CARD, as);
  const job = jobOf(kit, { job: 'replace' });
  await job.ask('first', as === 'lost' ? { absent: CARD } : present(CARD, card));
  await job.ask('second', present(NEW_CARD, null));
  return { card, job, made: await job.images(await job.inputs()) };
}
const post = async (kit: HostKit, t: Transaction) =>
  await kit.call('POST', '/v1/transactions', [{ ...t, tokenId: CARD }]);
const ask = async (kit: HostKit, image: string) => {
  const { report: token } = present(NEW_CARD, image);
  const at = new Date(kit.clock.now).toISOString();
  return await kit.asKiosk('kiosk-2', '/v1/visits', {
    ...{ visitId: crypto.randomUUID(), kiosk: 'kiosk-2', at, token },
  });
};
async function balanceAfterVisit(kit: HostKit, carried: string, tokenId = NEW_CARD): Promise<number> {
  const { decision } = await visit(kit, present(tokenId, carried).report, 'kiosk-2');
  return balanceIn(decision.decision === 'update' ? decision.image : carried, 'METRO');
}
const detail = async (kit: HostKit, tokenId: string) => (await kit.call('GET', `/v1/tokens/${tokenId}`)).body;

function successors({ open }: Databases): void {
  test.each(['told of', 'never told of'])(
    'what was posted for the old card while the new one was written reaches it, though the image server was away when the write was %s',
    async (how) => {
      const { kit, line } = await hostWithLine(await open());
      const { job, made } = await signedReplacement(kit);
      await post(kit, topUp(1, 70));
      line.isCut = true;
      if (how === 'told of') expect((await job.outcome('second', made.second)).status).toBe(503);
      // Nobody tells it again: its kiosk is gone for good.
      kit.clock.now += SILENCE_MS;
      expect((await ask(kit, made.second.image)).status).toBe(503);
      line.isCut = false;
      expect(await balanceAfterVisit(kit, made.second.image)).toBe(START + 70);
      expect(await detail(kit, NEW_CARD)).toMatchObject({ requests: [{ status: 'pending' }] });
    },
  );

  test('it reaches the one after, too, when that one takes the place of a card that is lost as well', async () => {
    const { kit, line } = await hostWithLine(await open());
    const { job, made } = await signedReplacement(kit);
    await post(kit, topUp(1, 70));
    line.isCut = true;
    expect((await job.outcome('second', made.second)).status).toBe(503);
    line.isCut = false;
    await registerBlank(kit, PHONE);
    await report(kit, NEW_CARD, 'lost');
    const next = await carryOut(kit, { job: 'replace' }, { absent: NEW_CARD }, present(PHONE, null));
    expect(balanceIn(next.second.image, 'METRO')).toBe(START + 70);
  });

  test('it reaches the last one though the first of all was found and given back meanwhile', async () => {
    const kit = await hostKit(await open());
    await register(kit, { verified: true });
    await registerBlank(kit, NEW_CARD);
    await registerBlank(kit, PHONE);
    await report(kit, CARD, 'lost');
    await carryOut(kit, { job: 'replace' }, { absent: CARD }, present(NEW_CARD, null));
    await report(kit, NEW_CARD, 'lost');
    const job = jobOf(kit, { job: 'replace' });
    await job.ask('first', { absent: NEW_CARD });
    await job.ask('second', present(PHONE, null));
    const made = await job.images(await job.inputs());
    await kit.call('POST', '/v1/transactions', [{ ...topUp(1, 70), tokenId: NEW_CARD }]);
    expect((await kit.call('PATCH', `/v1/tokens/${CARD}`, { status: 'active' })).status).toBe(200);
    kit.clock.now += SILENCE_MS;
    expect(await balanceAfterVisit(kit, made.second.image, PHONE)).toBe(START + 70);
  });

  test('what a kiosk reads of the old card in the instant in which the new one takes its place is passed on', async () => {
    const { kit, line } = await hostWithLine(await open());
    const { card, job, made } = await signedReplacement(kit, 'upgraded');
    kit.clock.now += SILENCE_MS;
    line.beforePost = async () => {
      await job.outcome('second', made.second);
    };
    const old = present(CARD, card, { log: [topUp(2, 30)], logSequence: 1 });
    await visit(kit, old.report, 'kiosk-2');
    expect(await detail(kit, NEW_CARD)).toMatchObject({ requests: [{ status: 'pending' }] });
    expect(await balanceAfterVisit(kit, made.second.image)).toBe(START + 30);
  });

  test('a replacement that was written counts, though a later one of the two was begun and given up', async () => {
    const kit = await hostKit(await open());
    const { made } = await signedReplacement(kit);
    kit.clock.now += SILENCE_MS;
    const again = jobOf(kit, { job: 'replace', kiosk: 'kiosk-2' });
    await again.ask('first', { absent: CARD });
    await again.ask('second', present(NEW_CARD, null));
    await again.images(await again.inputs());
    await again.outcome('second', null);
    await visit(kit, present(NEW_CARD, made.second.image).report, 'kiosk-3');
    expect(await detail(kit, CARD)).toMatchObject({ status: 'superseded', successorId: NEW_CARD });
  });

  test('an earlier replacement by the same card, told of late, blocks nothing', async () => {
    const kit = await hostKit(await open());
    const { job, made } = await signedReplacement(kit);
    kit.clock.now += SILENCE_MS;
    const again = jobOf(kit, { job: 'replace', kiosk: 'kiosk-2' });
    await again.ask('first', { absent: CARD });
    await again.ask('second', present(NEW_CARD, null));
    const second = await again.images(await again.inputs());
    await again.outcome('second', second.second);
    expect((await job.outcome('second', made.second)).status).toBe(200);
    expect(await detail(kit, NEW_CARD)).toMatchObject({ status: 'active', predecessorId: CARD });
  });
}

function refused({ open }: Databases): void {
  test.each(['on the hotlist', 'expired'])(
    'what terminals wrote to a card that is %s is booked, and its successor has it',
    async (why) => {
      const kit = await hostKit(await open());
      const card = await register(kit, { verified: true });
      await registerBlank(kit, NEW_CARD);
      if (why === 'expired') kit.clock.now += 86_400_000;
      else await kit.call('PUT', `/v1/tokens/${CARD}/hotlist`, { reason: 'Asked for by its holder' });
      const validTo = why === 'expired' ? Math.floor(kit.clock.now / 1000) - 1 : 4_000_000_000;
      const held = present(CARD, card, { log: [topUp(1, 45)], logSequence: 1, validTo });
      const answer = await visit(kit, held.report, 'kiosk-2');
      expect(answer.decision.decision).toBe('refuse');
      await report(kit, CARD, 'stolen');
      const made = await carryOut(kit, { job: 'replace' }, { absent: CARD }, present(NEW_CARD, null));
      expect(balanceIn(made.second.image, 'METRO')).toBe(START + 45);
    },
  );

  test('of a generation that was never issued nothing is booked', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit, { verified: true });
    const forged = present(CARD, card, { log: [topUp(1, 45)], logSequence: 1, generation: 2 });
    expect((await visit(kit, forged.report)).decision).toMatchObject({ reason: 'token-unknown' });
    const { body } = await kit.call('GET', `/v1/transactions?tokenId=${CARD}`);
    expect(body).toMatchObject({ transactions: [{ terminal: 'MKT-1' }] });
  });
}

describe('the successor of a card', () => onBothDatabases('successors', successors));
describe('a card that is not served', () => onBothDatabases('refused cards', refused));
