import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signImage } from '../../shared/image/envelope.ts';
import { type Databases, onBothDatabases } from '../store/testing/stores.ts';
import {
  confirm,
  contentOf,
  type HostKit,
  hostKit,
  IDENTITY,
  register,
  reportOf,
  requested,
  SIGNER,
  STRANGER,
  updateOf,
  visit,
} from '../testing/kit.ts';

const { tokenId } = IDENTITY;
const REQUEST = '5e1f20c4a7b90364';
const detail = async (kit: HostKit) => (await kit.call('GET', `/v1/tokens/${tokenId}`)).body;

/** A token whose update was decided and not yet reported. */
async function opened(kit: HostKit) {
  const issued = await register(kit);
  await kit.call('POST', `/v1/tokens/${tokenId}/requests`, { reason: 'restore', requestId: REQUEST });
  return await visit(kit, reportOf(issued, { indicator: requested(REQUEST) }));
}
const failed = { outcome: 'interrupted' as const, written: null, revision: 1 };

function outcomes({ open }: Databases): void {
  test('an interrupted update can still be done, and late repetitions change nothing', async () => {
    const kit = await hostKit(await open());
    const decided = await opened(kit);
    await confirm(kit, decided, failed);
    expect(await detail(kit)).toMatchObject({
      requests: [{ status: 'pending' }],
      visits: [{ outcome: 'interrupted' }],
    });
    await confirm(kit, decided, { revision: 2 });
    const done = await detail(kit);
    expect(done).toMatchObject({ requests: [{ status: 'served' }], visits: [{ outcome: 'updated' }] });
    expect((await confirm(kit, decided, failed)).status).toBe(200);
    expect((await confirm(kit, decided, { revision: 2 })).status).toBe(200);
    expect(await detail(kit)).toEqual(done);
  });

  test('outcomes that overtake each other end with the highest revision', async () => {
    const kit = await hostKit(await open());
    const decided = await opened(kit);
    await confirm(kit, decided, { revision: 3 });
    await confirm(kit, decided, failed);
    expect(await detail(kit)).toMatchObject({
      requests: [{ status: 'served' }],
      visits: [{ outcome: 'updated' }],
    });
  });

  test('the same outcome sent many times at once is acknowledged each time', async () => {
    const kit = await hostKit(await open());
    const decided = await opened(kit);
    const answers = await Promise.all([1, 2, 3, 4].map(() => confirm(kit, decided)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  test('another outcome under the same revision is a conflict', async () => {
    const kit = await hostKit(await open());
    const decided = await opened(kit);
    await confirm(kit, decided);
    const answer = await confirm(kit, decided, { outcome: 'failed', written: null });
    expect(answer).toMatchObject({ status: 409, body: { error: 'outcome-conflict' } });
  });

  test('a report that is refused confirms no image', async () => {
    const kit = await hostKit(await open());
    const decided = await opened(kit);
    await confirm(kit, decided, failed);
    expect((await confirm(kit, decided, {}, 'kiosk-2')).status).toBe(409);
    expect((await confirm(kit, decided)).status).toBe(409);
    expect(await detail(kit)).toMatchObject({ backups: [{ verified: false }, { verified: false }] });
  });

  test('an update to an image that nobody made is acknowledged, and closes no request', async () => {
    const kit = await hostKit(await open());
    const decided = await opened(kit);
    const { sequence } = updateOf(decided);
    const written = {
      ...{ digest: 'e'.repeat(64), sequence, bytes: 9, verified: true },
      clearedRequestId: REQUEST,
    };
    expect((await confirm(kit, decided, { written })).status).toBe(200);
    expect(await detail(kit)).toMatchObject({ requests: [{ status: 'pending' }] });
  });

  test('what was written but not read back closes no request and is no verified backup', async () => {
    const kit = await hostKit(await open());
    const decided = await opened(kit);
    const { digest, sequence } = updateOf(decided);
    const written = { digest, sequence, bytes: 9, verified: false, clearedRequestId: null };
    await confirm(kit, decided, { written });
    expect(await detail(kit)).toMatchObject({
      requests: [{ status: 'pending' }],
      backups: [{ verified: false }, { verified: false }],
    });
  });

  test('the outcome of a visit that the host never heard of is kept', async () => {
    const kit = await hostKit(await open());
    await register(kit);
    const visitId = randomUUID();
    const body = {
      kiosk: 'kiosk-1',
      tokenId,
      at: '2026-11-22T12:00:00+01:00',
      revision: 1,
      outcome: 'failed',
      written: null,
      failure: null,
    };
    const answer = await kit.asKiosk('kiosk-1', `/v1/visits/${visitId}/outcome`, body);
    expect(answer).toEqual({ status: 200, body: { visitId, acknowledged: true, inUse: true } });
    const other = { ...body, kiosk: 'kiosk-2' };
    expect((await kit.asKiosk('kiosk-2', `/v1/visits/${visitId}/outcome`, other)).status).toBe(409);
  });
}

function records({ open }: Databases): void {
  const unknown = async (kit: HostKit, signer = SIGNER) => {
    const issued = await register(kit);
    const newer = signImage({ ...contentOf(issued), sequence: 8, capturedAt: 1_795_000_000 }, signer);
    return Buffer.from(newer).toString('base64');
  };
  const send = (kit: HostKit, visitId: string, image: string) =>
    kit.asKiosk('kiosk-1', `/v1/visits/${visitId}/image`, { image });

  test('a token ahead of the host is recorded first and is current then', async () => {
    const kit = await hostKit(await open());
    const image = await unknown(kit);
    const first = await visit(kit, reportOf(image));
    expect(first.decision).toEqual({ decision: 'record', reason: 'token-ahead' });
    const { body } = await send(kit, first.visitId, image);
    expect(body).toMatchObject({ decision: { decision: 'current' } });
    expect((await send(kit, first.visitId, image)).body).toEqual(body);
    expect(await detail(kit)).toMatchObject({
      backups: [{ sequence: 8, origin: 'recorded', recordedBy: 'kiosk-1', verified: true }, { sequence: 1 }],
    });
    expect((await visit(kit, reportOf(image))).decision.decision).toBe('current');
  });

  test('a recorded image is what a pending request then builds on', async () => {
    const kit = await hostKit(await open());
    const image = await unknown(kit);
    await kit.call('POST', `/v1/tokens/${tokenId}/requests`, { reason: 'restore' });
    const first = await visit(kit, reportOf(image));
    const { body } = await send(kit, first.visitId, image);
    expect(body).toMatchObject({
      decision: { decision: 'update', sequence: 9, chosen: { sequence: 8, why: 'latest-verified' } },
    });
  });

  test('an image that a stranger signed, or that is not the reported one, is not trusted', async () => {
    const kit = await hostKit(await open());
    const image = await unknown(kit);
    const { body: other } = await send(kit, (await visit(kit, reportOf(image))).visitId, 'AAAA');
    expect(other).toMatchObject({ decision: { decision: 'refuse', reason: 'image-untrusted' } });
    const forged = Buffer.from(signImage(contentOf(image), STRANGER)).toString('base64');
    const digest = reportOf(image).image;
    const first = await visit(
      kit,
      reportOf(image, { image: digest && { ...digest, digest: 'f'.repeat(64) } }),
    );
    const { body } = await send(kit, first.visitId, forged);
    expect(body).toMatchObject({ decision: { decision: 'refuse', reason: 'image-untrusted' } });
  });

  test('an image that nobody asked for is not taken', async () => {
    const kit = await hostKit(await open());
    const issued = await register(kit);
    const { visitId } = await visit(kit, reportOf(issued));
    expect((await send(kit, visitId, issued)).body).toMatchObject({ error: 'image-not-asked' });
    expect((await send(kit, randomUUID(), issued)).status).toBe(404);
  });
}

describe('POST /v1/visits/:id/outcome', () => onBothDatabases('outcomes', outcomes));
describe('POST /v1/visits/:id/image', () => onBothDatabases('recorded images', records));
