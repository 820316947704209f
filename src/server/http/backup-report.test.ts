import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { digestOf, signImage } from '../../shared/image/envelope.ts';
import type { Transaction } from '../../shared/image/model.ts';
import { type Databases, onBothDatabases } from '../store/testing/stores.ts';
import { balanceIn, CARD, carryOut, NEW_CARD, present, registerBlank, report } from '../testing/jobs.ts';
import {
  contentOf,
  type HostKit,
  hostKit,
  register,
  reportOf,
  requested,
  SIGNER,
  updateOf,
  visit,
} from '../testing/kit.ts';

const REQUEST = '00000000000000aa';
const SPENT: Transaction = {
  ...{
    terminal: 'GATE-014',
    counter: 3,
    at: 1_795_000_003,
    programme: 'METRO',
    action: 'spend',
    amount: -150,
  },
};
const detail = async (kit: HostKit) => (await kit.call('GET', `/v1/tokens/${CARD}`)).body;

/** A kiosk tells what it read while it could not ask. */
async function tell(kit: HostKit, image: string, token = reportOf(image)) {
  const url = `/v1/visits/${randomUUID()}/backup`;
  const at = new Date(kit.clock.now).toISOString();
  return (await kit.asKiosk('kiosk-1', url, { kiosk: 'kiosk-1', at, token, image })).body;
}

function backups({ open }: Databases): void {
  test('an image that the host has not seen becomes a backup, and the token is served elsewhere as if nobody had asked', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    const newer = Buffer.from(signImage({ ...contentOf(issued), sequence: 8 }, SIGNER)).toString('base64');
    expect(await tell(kit, newer)).toMatchObject({ kept: true });
    expect(await detail(kit)).toMatchObject({
      backups: [{ sequence: 8, verified: true }, { sequence: 1 }],
      visits: [],
    });
    const next = await visit(kit, reportOf(newer, { indicator: requested(REQUEST) }), 'kiosk-2');
    expect(next.decision.decision).toBe('update');
  });

  test('a write that was never heard of is settled by it, and a transaction of its log is recorded', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit, { verified: true });
    const asked = await visit(kit, reportOf(issued, { indicator: requested(REQUEST) }));
    const { image } = updateOf(asked);
    expect(await tell(kit, image, reportOf(image, { log: [SPENT], logSequence: 1 }))).toMatchObject({
      kept: true,
    });
    expect(await detail(kit)).toMatchObject({ visits: [{ outcome: 'updated' }] });
    expect((await kit.call('GET', `/v1/transactions?tokenId=${CARD}`)).body).toMatchObject({
      transactions: expect.arrayContaining([expect.objectContaining(SPENT)]),
    });
  });

  test('what a lost card did before it was lost reaches its successor, however late it is told, and blocks nothing more', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit, { verified: true });
    await registerBlank(kit, NEW_CARD);
    const held = reportOf(issued, { log: [SPENT], logSequence: 1 });
    await report(kit, CARD, 'lost');
    const { second } = await carryOut(kit, { job: 'replace' }, { absent: CARD }, present(NEW_CARD, null));
    const before = await detail(kit);
    expect(await tell(kit, issued, held)).toMatchObject({ kept: false });
    expect(await detail(kit)).toEqual(before);
    const next = await visit(kit, present(NEW_CARD, second.image).report);
    expect(balanceIn(updateOf(next).image, 'METRO')).toBe(balanceIn(second.image, 'METRO') - 150);
  });

  test('what a card did before it was blocked is recorded, however late it is told, and reaches its successor', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit, { verified: true });
    await registerBlank(kit, NEW_CARD);
    await kit.call('PUT', `/v1/tokens/${CARD}/hotlist`, { reason: 'Asked for by its holder' });
    const held = reportOf(issued, { log: [SPENT], logSequence: 1 });
    expect(await tell(kit, issued, held)).toMatchObject({ kept: false });
    await report(kit, CARD, 'stolen');
    const { second } = await carryOut(kit, { job: 'replace' }, { absent: CARD }, present(NEW_CARD, null));
    expect(balanceIn(second.image, 'METRO')).toBe(1690);
  });

  test('what is not the image that was read, or not trusted, or of nobody’s token, is no backup', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    const newer = Buffer.from(signImage({ ...contentOf(issued), sequence: 8 }, SIGNER)).toString('base64');
    const forged = Buffer.from(newer, 'base64');
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    const before = await detail(kit);
    expect(await tell(kit, newer, reportOf(issued))).toMatchObject({ kept: false });
    const read = { digest: digestOf(new Uint8Array(forged)), sequence: 8, length: forged.length };
    const altered = { ...reportOf(newer), image: read };
    expect(await tell(kit, forged.toString('base64'), altered)).toMatchObject({ kept: false });
    expect(await tell(kit, newer, { ...reportOf(newer), tokenId: NEW_CARD })).toMatchObject({ kept: false });
    expect(await detail(kit)).toEqual(before);
  });
}

describe('what was read while the host was away', () => onBothDatabases('backup reports', backups));
