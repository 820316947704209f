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
  report,
} from '../testing/jobs.ts';
import { confirm, type HostKit, hostKit, register, updateOf, visit } from '../testing/kit.ts';

const spent = (counter: number, amount: number): Transaction => ({
  terminal: 'GATE-1',
  counter,
  at: 1_795_000_000 + counter,
  programme: 'METRO',
  action: 'spend',
  amount: -amount,
});
const START = 1840;

/** A card that was lost and replaced, with 500 of its purse held back. */
async function replaced(kit: HostKit) {
  const card = await register(kit, { verified: true });
  await registerBlank(kit, NEW_CARD);
  await kit.call('PUT', '/v1/programmes/METRO', { reserve: { amount: 500, perMille: 0 } });
  await report(kit, CARD, 'lost');
  const made = await carryOut(kit, { job: 'replace' }, { absent: CARD }, present(NEW_CARD, null));
  kit.clock.now += 60_000;
  return { card, fresh: made.second.image };
}
const requestsOf = async (kit: HostKit, tokenId: string): Promise<readonly { readonly status: string }[]> => {
  const { body } = await kit.call('GET', `/v1/tokens/${tokenId}`);
  return (body as { requests: { status: string }[] }).requests;
};
const post = async (kit: HostKit, ...transactions: readonly Transaction[]) =>
  await kit.call(
    'POST',
    '/v1/transactions',
    transactions.map((t) => ({ ...t, tokenId: CARD })),
  );
/** What the new card's purse holds after its next visit. */
async function atNextVisit(kit: HostKit, carried: string): Promise<number> {
  const { decision } = await visit(kit, present(NEW_CARD, carried).report);
  return balanceIn(decision.decision === 'update' ? decision.image : carried, 'METRO');
}

function found({ open }: Databases): void {
  test('a replaced card that turns up is recorded, blocked and passed on, once', async () => {
    const kit = await hostKit(await open());
    const { card, fresh } = await replaced(kit);
    expect(balanceIn(fresh, 'METRO')).toBe(START - 500);
    await kit.call('DELETE', `/v1/tokens/${CARD}/hotlist`);
    const old = present(CARD, card, { log: [spent(1, 120), spent(2, 80)], logSequence: 2 });
    for (let time = 0; time < 3; time++)
      expect((await visit(kit, old.report, 'kiosk-2')).decision).toMatchObject({ decision: 'refuse' });
    expect((await kit.call('GET', `/v1/tokens/${CARD}`)).body).toMatchObject({
      status: 'superseded',
      hotlisted: { reason: 'Turned up at kiosk-2 after it was superseded' },
    });
    expect(await requestsOf(kit, NEW_CARD)).toHaveLength(1);
    const decided = await visit(kit, present(NEW_CARD, fresh).report);
    expect(balanceIn(updateOf(decided).image, 'METRO')).toBe(START - 200);
    await confirm(kit, decided, { tokenId: NEW_CARD });
    expect(await atNextVisit(kit, updateOf(decided).image)).toBe(START - 200);
    await visit(kit, old.report, 'kiosk-2');
    expect(await atNextVisit(kit, updateOf(decided).image)).toBe(START - 200);
    expect((await requestsOf(kit, NEW_CARD)).map(({ status }) => status)).toEqual(['served']);
  });

  test('it is the same when it turns up for a job, at many kiosks at once', async () => {
    const kit = await hostKit(await open());
    const { card, fresh } = await replaced(kit);
    const old = present(CARD, card, { log: [spent(1, 700)], logSequence: 1 });
    await Promise.all(
      ['kiosk-2', 'kiosk-3', 'kiosk-4'].flatMap((kiosk) => [
        jobOf(kit, { job: 'merge', kiosk }).ask('first', old),
        visit(kit, old.report, kiosk),
      ]),
    );
    expect(await atNextVisit(kit, fresh)).toBe(START - 700);
    expect(await requestsOf(kit, NEW_CARD)).toHaveLength(1);
  });

  test('a terminal that posts late gives the new card its transaction and the reserve', async () => {
    const kit = await hostKit(await open());
    const { fresh } = await replaced(kit);
    await post(kit, spent(5, 40));
    await post(kit, spent(5, 40));
    expect(await atNextVisit(kit, fresh)).toBe(START - 40);
    await post(kit, spent(6, 10));
    expect(await atNextVisit(kit, fresh)).toBe(START - 50);
    expect(await requestsOf(kit, NEW_CARD)).toHaveLength(2);
  });

  test('what is posted while the new card is being written is not lost, and releases nothing', async () => {
    const kit = await hostKit(await open());
    await register(kit, { verified: true });
    await registerBlank(kit, NEW_CARD);
    await kit.call('PUT', '/v1/programmes/METRO', { reserve: { amount: 500, perMille: 0 } });
    await report(kit, CARD, 'lost');
    const job = jobOf(kit, { job: 'replace' });
    await job.ask('first', { absent: CARD });
    await job.ask('second', present(NEW_CARD, null));
    const made = await job.images(await job.inputs());
    await post(kit, spent(1, 30));
    kit.clock.now += 1000;
    await job.outcome('second', made.second);
    expect(await atNextVisit(kit, made.second.image)).toBe(START - 500 - 30);
    await visit(kit, present(CARD, null).report, 'kiosk-2');
    expect(await atNextVisit(kit, made.second.image)).toBe(START - 30);
  });

  test('a lost card that turns up before it is replaced has nothing held back', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit, { verified: true });
    await registerBlank(kit, NEW_CARD);
    await kit.call('PUT', '/v1/programmes/METRO', { reserve: { amount: 500, perMille: 0 } });
    await report(kit, CARD, 'stolen');
    await visit(kit, present(CARD, card, { log: [spent(1, 90)], logSequence: 1 }).report, 'kiosk-2');
    const made = await carryOut(kit, { job: 'replace' }, { absent: CARD }, present(NEW_CARD, null));
    expect(balanceIn(made.second.image, 'METRO')).toBe(START - 90);
    expect(await atNextVisit(kit, made.second.image)).toBe(START - 90);
    expect(await requestsOf(kit, NEW_CARD)).toHaveLength(0);
  });

  test('a write that ends after another card took the place is put out of use, or the value would be there twice', async () => {
    const kit = await hostKit(await open());
    await register(kit, { verified: true });
    await registerBlank(kit, NEW_CARD);
    await registerBlank(kit, PHONE);
    await report(kit, CARD, 'lost');
    const hanging = jobOf(kit, { job: 'replace' });
    await hanging.ask('first', { absent: CARD });
    await hanging.ask('second', present(PHONE, null));
    const late = await hanging.images(await hanging.inputs());
    kit.clock.now += 600_000;
    await carryOut(kit, { job: 'replace' }, { absent: CARD }, present(NEW_CARD, null));
    expect((await hanging.outcome('second', late.second)).body).toMatchObject({ inUse: false });
    expect((await kit.call('GET', `/v1/tokens/${CARD}`)).body).toMatchObject({ successorId: NEW_CARD });
    const { decision } = await visit(kit, present(PHONE, late.second.image).report);
    expect(decision).toMatchObject({ decision: 'refuse', reason: 'hotlisted' });
  });

  test('so is one whose write a visit of its own ended after another card took the place', async () => {
    const kit = await hostKit(await open());
    await register(kit, { verified: true });
    await registerBlank(kit, NEW_CARD);
    await registerBlank(kit, PHONE);
    await report(kit, CARD, 'lost');
    const torn = jobOf(kit, { job: 'replace' });
    await torn.ask('first', { absent: CARD });
    await torn.ask('second', present(NEW_CARD, null));
    const made = await torn.images(await torn.inputs());
    await torn.outcome('second', null, { outcome: 'interrupted' });
    kit.clock.now += 290_000;
    const finishing = await visit(kit, present(NEW_CARD, null).report, 'kiosk-2');
    expect(updateOf(finishing)).toEqual(made.second);
    kit.clock.now += 20_000;
    await carryOut(kit, { job: 'replace', kiosk: 'kiosk-3' }, { absent: CARD }, present(PHONE, null));
    for (const _ of ['told', 'repeated'])
      expect(await confirm(kit, finishing, { kiosk: 'kiosk-2', tokenId: NEW_CARD }, 'kiosk-2')).toMatchObject(
        { body: { inUse: false } },
      );
    expect((await kit.call('GET', `/v1/tokens/${NEW_CARD}`)).body).toMatchObject({ status: 'retired' });
  });

  test('it reaches the one that carries on after two replacements', async () => {
    const kit = await hostKit(await open());
    const { card, fresh } = await replaced(kit);
    await registerBlank(kit, PHONE);
    await report(kit, NEW_CARD, 'upgraded');
    const first = present(NEW_CARD, fresh);
    const made = await carryOut(kit, { job: 'replace' }, first, present(PHONE, null));
    expect(balanceIn(made.second.image, 'METRO')).toBe(START - 500);
    const old = present(CARD, card, { log: [spent(1, 15)], logSequence: 1 });
    await visit(kit, old.report, 'kiosk-2');
    const { decision } = await visit(kit, present(PHONE, made.second.image).report);
    if (decision.decision !== 'update') throw new Error(decision.decision);
    expect(balanceIn(decision.image, 'METRO')).toBe(START - 15);
  });
}

describe('a card that turns up', () => onBothDatabases('found cards', found));
