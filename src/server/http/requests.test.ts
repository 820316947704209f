import { describe, expect, test } from 'vitest';
import { signImage } from '../../shared/image/envelope.ts';
import type { CardImage } from '../../shared/image/model.ts';
import { type Databases, onBothDatabases } from '../store/testing/stores.ts';
import { contentOf, hostKit, IDENTITY, register, reportOf, SIGNER, visit } from '../testing/kit.ts';

const { tokenId } = IDENTITY;
const token = `/v1/tokens/${tokenId}`;
const requests = `${token}/requests`;
const signedAs = (image: CardImage): string => Buffer.from(signImage(image, SIGNER)).toString('base64');

function tests({ open }: Databases): void {
  test('a scope names programmes, and is the whole image when it is left out', async () => {
    const kit = await hostKit(await open());
    await register(kit);
    const programmes = ['METRO', 'CAFE'];
    const asked = [
      { scope: { programmes } },
      { criteria: { programmes } },
      { scope: { programmes }, criteria: { programmes: ['CAFE', 'METRO'], verifiedOnly: true } },
      { scope: 'whole' },
      {},
    ];
    for (const one of asked) {
      kit.clock.now += 1000;
      expect(await kit.call('POST', requests, { reason: 'restore', ...one })).toMatchObject({ status: 201 });
    }
    expect((await kit.call('GET', token)).body).toMatchObject({
      requests: [
        { scope: 'whole', criteria: {} },
        { scope: 'whole', criteria: {} },
        { scope: { programmes }, criteria: { programmes, verifiedOnly: true } },
        { scope: { programmes }, criteria: { programmes } },
        { scope: { programmes }, criteria: { programmes } },
      ],
    });
  });

  test.each([{ programmes: ['METRO'] }, 'whole'])(
    'scope %j beside other criteria is refused',
    async (scope) => {
      const kit = await hostKit(await open());
      await register(kit);
      const body = { reason: 'restore', scope, criteria: { programmes: ['CAFE'] } };
      expect(await kit.call('POST', requests, body)).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining('scope and criteria.programmes name different programmes') },
      });
    },
  );

  test('a programme that no backup holds is refused by its name when the request is made', async () => {
    const kit = await hostKit(await open());
    const image = await register(kit);
    const body = { reason: 'restore', scope: { programmes: ['METRO', 'NOPE'] } };
    expect(await kit.call('POST', requests, body)).toMatchObject({
      status: 422,
      body: {
        error: 'programme-unknown',
        message: 'No backup of this token holds NOPE. They hold: CAFE, HARBOUR, METRO.',
      },
    });
    expect(await kit.call('POST', '/v1/tokens/0000000000000001/requests', body)).toMatchObject({
      status: 404,
      body: { error: 'token-unknown' },
    });
    expect((await visit(kit, reportOf(image))).decision.decision).toBe('current');
  });

  test('a programme that only a backup in between holds is a refusal for the customer, and stays asked for', async () => {
    const kit = await hostKit(await open());
    const image = await register(kit, { verified: true });
    const record = async (sequence: number, programme: string) => {
      const first = contentOf(image);
      const cells = first.cells.map((cell) => (cell.programme === 'METRO' ? { ...cell, programme } : cell));
      const signed = signedAs({ ...first, sequence, cells });
      const recorded = await kit.images.record({
        tokenId,
        image: signed,
        recordedBy: 'desk',
        verified: true,
      });
      expect(recorded.ok).toBe(true);
      return signed;
    };
    await record(5, 'NOPE');
    const newest = await record(6, 'METRO');
    const body = { reason: 'restore', scope: { programmes: ['NOPE'] } };
    expect((await kit.call('POST', requests, body)).status).toBe(201);
    const { decision } = await visit(kit, reportOf(newest));
    expect(decision).toMatchObject({ decision: 'refuse', reason: 'no-backup' });
    expect((await kit.call('GET', token)).body).toMatchObject({
      requests: [{ status: 'pending' }],
      visits: [{ note: expect.stringContaining('No backup holds NOPE') }],
    });
  });
}

describe('requests', () => onBothDatabases('requests', tests));
