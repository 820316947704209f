import { expect, test } from 'vitest';
import { z } from 'zod';
import { type Databases, onBothDatabases } from '../store/testing/stores.ts';
import {
  CLEAR,
  confirm,
  type HostKit,
  hostKit,
  IDENTITY,
  register,
  reportOf,
  requested,
  updateOf,
  visit,
} from '../testing/kit.ts';

const REQUEST = '5e1f20c4a7b90364';
const detail = async (kit: HostKit) => (await kit.call('GET', `/v1/tokens/${IDENTITY.tokenId}`)).body;

/** A token that was updated, which the host was never told. */
async function unheard(kit: HostKit) {
  const issued = await register(kit);
  const url = `/v1/tokens/${IDENTITY.tokenId}/requests`;
  await kit.call('POST', url, { reason: 'restore', requestId: REQUEST });
  const decided = await visit(kit, reportOf(issued, { indicator: requested(REQUEST) }));
  return { issued, decided, image: updateOf(decided).image };
}

function settling({ open }: Databases): void {
  test('an update that the host never heard of is settled at the next kiosk, without writing again', async () => {
    const kit = await hostKit(await open());
    const { decided, image } = await unheard(kit);
    const next = await visit(kit, reportOf(image, { indicator: CLEAR }), 'kiosk-2');
    expect(next.decision).toMatchObject({ decision: 'current' });
    expect(await detail(kit)).toMatchObject({ requests: [{ status: 'served' }] });
    // The first kiosk comes back online and tells it: nothing is done twice.
    expect((await confirm(kit, decided)).status).toBe(200);
    const again = await visit(kit, reportOf(image, { indicator: CLEAR }), 'kiosk-3');
    expect(again.decision).toMatchObject({ decision: 'current' });
  });

  test('of an interrupted update only the interruption was heard, and that is settled as well', async () => {
    const kit = await hostKit(await open());
    const { decided, image } = await unheard(kit);
    await confirm(kit, decided, { outcome: 'interrupted', written: null });
    const next = await visit(kit, reportOf(image, { indicator: CLEAR }), 'kiosk-2');
    expect(next.decision).toMatchObject({ decision: 'current' });
  });

  test('what the token told is not taken back by a first report that comes late', async () => {
    const kit = await hostKit(await open());
    const { decided, image } = await unheard(kit);
    await visit(kit, reportOf(image, { indicator: CLEAR }), 'kiosk-2');
    expect((await confirm(kit, decided, { outcome: 'interrupted', written: null })).status).toBe(200);
    expect(await detail(kit)).toMatchObject({
      requests: [{ status: 'served' }],
      visits: expect.arrayContaining([
        expect.objectContaining({ visitId: decided.visitId, outcome: 'updated' }),
      ]),
    });
  });

  test('an earlier visit that was given the same image and wrote nothing is not a second update', async () => {
    const kit = await hostKit(await open());
    const { issued, decided } = await unheard(kit);
    await confirm(kit, decided, { outcome: 'interrupted', written: null });
    const second = await visit(kit, reportOf(issued, { indicator: requested(REQUEST) }));
    await confirm(kit, second);
    await visit(kit, reportOf(updateOf(second).image, { indicator: CLEAR }));
    const { body } = await kit.call('GET', `/v1/visits?tokenId=${IDENTITY.tokenId}`);
    const { visits } = z
      .object({ visits: z.array(z.object({ outcome: z.string().nullable() })) })
      .parse(body);
    expect(visits.map(({ outcome }) => outcome).sort()).toEqual(['interrupted', null, 'updated']);
  });

  test('an update that one kiosk began and another one finished counts once, though both tell of it', async () => {
    const kit = await hostKit(await open());
    const { issued, decided } = await unheard(kit);
    await kit.call('PATCH', `/v1/tokens/${IDENTITY.tokenId}`, { quota: { updates: 2, days: 1 } });
    await confirm(kit, decided, { outcome: 'interrupted', written: null });
    const finished = await visit(kit, reportOf(issued, { indicator: requested(REQUEST) }), 'kiosk-2');
    await confirm(kit, finished, { kiosk: 'kiosk-2' }, 'kiosk-2');
    await confirm(kit, decided, { revision: 2 });
    const after = reportOf(updateOf(finished).image, { indicator: requested('00000000000000ff') });
    expect((await visit(kit, after)).decision).toMatchObject({ decision: 'update' });
  });

  test('a token that still carries the old image, or a newer request, is not taken for updated', async () => {
    const kit = await hostKit(await open());
    const { issued, decided, image } = await unheard(kit);
    await confirm(kit, decided, { outcome: 'interrupted', written: null });
    const old = await visit(kit, reportOf(issued, { indicator: requested(REQUEST) }));
    expect(old.decision).toMatchObject({ decision: 'update', requestId: REQUEST });
    const newer = await visit(kit, reportOf(image, { indicator: requested('00000000000000ff') }));
    expect(newer.decision).toMatchObject({ decision: 'update', requestId: '00000000000000ff' });
  });
}

onBothDatabases('an update that the host never heard of', settling);
