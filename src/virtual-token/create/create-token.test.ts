import { ed25519 } from '@noble/curves/ed25519.js';
import { expect, test } from 'vitest';
import { fromHex } from '../../shared/image/bytes.ts';
import { openImage } from '../../shared/image/envelope.ts';
import { selectCommit } from '../../shared/token/ef-commit.ts';
import { EF_LOG } from '../../shared/token/ef-log.ts';
import { EF_TOKEN } from '../../shared/token/ef-token.ts';
import { descriptionOf, EXAMPLES, insertedToken, send, sign, stateOf } from '../testing/example.ts';
import { createToken } from './create-token.ts';

const keys = new Map([['example', ed25519.getPublicKey(new Uint8Array(32).fill(7))]]);
const body = (response: string) => fromHex(response.slice(0, -4));

test.each(EXAMPLES)('%s: its files, read by commands, decode to what was described', (example) => {
  const token = insertedToken(example);
  const described = descriptionOf(example);
  const identity = EF_TOKEN.decode(body(send(token, '00b08100 30')));
  expect(identity).toMatchObject({
    ok: true,
    value: {
      tokenId: described.tokenId,
      issuer: described.issuer,
      kind: described.kind,
      generation: described.generation,
      ...(described.memory as object),
    },
  });
  const commit = selectCommit(body(send(token, '00b20114 00')), body(send(token, '00b20214 00')));
  if (!commit.ok) throw new Error(commit.failure.detail);
  const { current } = commit.value;
  const wanted = described.indicator as { requestId: string; reason: string } | undefined;
  expect(current.indicator.state).toBe(wanted === undefined ? 'clear' : 'requested');
  if (wanted !== undefined)
    expect(current.indicator).toMatchObject({ requestId: wanted.requestId, reason: wanted.reason });
  const image = described.image as { account: string; sequence: number; programmes: unknown[] } | undefined;
  expect(current.slot).toBe(image === undefined ? null : 'A');
  if (image === undefined) return;
  const bytes = token.token.memory.bytes;
  const at = token.token.tree.master.children
    .flatMap((file) => (file.type === 'df' ? file.children : []))
    .flatMap((file) => (file.type === 'ef' && file.id === 3 ? [file.at] : []))[0];
  if (at === undefined) throw new Error('no slot A');
  const opened = openImage(bytes.slice(at, at + current.imageLength), keys);
  if (!opened.ok) throw new Error(opened.failure.detail);
  expect(opened.value.digest).toBe(current.digest);
  expect(opened.value.image.accountRef).toBe(image.account);
  expect(opened.value.image.sequence).toBe(current.imageSequence);
  expect(opened.value.image.cells).toHaveLength(image.programmes.length);
});

test('log entries are numbered on from the image and the newest is record 1', () => {
  const token = insertedToken('aurora-card');
  const newest = EF_LOG.decode(body(send(token, '00b2012c 00')));
  expect(newest).toMatchObject({
    ok: true,
    value: { logSequence: 2, transaction: { terminal: 'BUS-0107' } },
  });
  const oldest = EF_LOG.decode(body(send(token, '00b2022c 00')));
  expect(oldest).toMatchObject({
    ok: true,
    value: { logSequence: 1, transaction: { terminal: 'MKT-0017' } },
  });
  expect(send(token, '00b2032c 00')).toBe('6a83');
});

test('the same description makes the same token', () => {
  expect(stateOf('aurora-card')).toEqual(stateOf('aurora-card'));
});

test('a token of one slot has no second slot', () => {
  expect(send(insertedToken('linden-small-card'), '00b08400 00')).toBe('6a82');
});

const points = (over: object) => ({
  image: {
    account: 'A',
    capturedAt: '2026-01-01T00:00:00Z',
    programmes: [
      { programme: 'P', owner: 'O', kind: 'points', version: 1, payload: { balance: 1 }, ...over },
    ],
  },
});

test.each([
  ['tokenId', { tokenId: '12' }, 'tokenId: '],
  [
    'a balance that is not whole',
    points({ payload: { balance: 1.5 } }),
    'image.programmes[0].payload.balance: ',
  ],
  ['an unknown kind', points({ kind: 'stamps' }), 'image.programmes[0].kind: '],
  ['an unknown field', { colour: 'red' }, 'colour'],
  ['a log entry without terminal', { log: [{ counter: 1 }] }, 'log[0].terminal: '],
  [
    'a reason that is none',
    { indicator: { requestId: '0'.repeat(16), reason: 'none', requestedAt: '2026-01-01T00:00:00Z' } },
    'indicator.reason: ',
  ],
  ['a moment that is a day', { log: [{ at: '2026-01-01' }] }, 'log[0].at: '],
  ['a validity that ends before it begins', { validTo: '2001-01-01' }, 'validTo: '],
])('a wrong description is refused by the name of the field: %s', (_, over, named) => {
  const created = createToken({ ...descriptionOf('new-card'), ...over }, sign);
  expect(created).toMatchObject({ ok: false, failure: { code: 'configuration-invalid' } });
  if (!created.ok) expect(created.failure.detail).toContain(named);
});

test('two cells of one programme and kind are refused', () => {
  const { image } = points({});
  const doubled = { image: { ...image, programmes: [...image.programmes, ...image.programmes] } };
  const created = createToken({ ...descriptionOf('new-card'), ...doubled }, sign);
  expect(created).toMatchObject({ ok: false, failure: { code: 'configuration-invalid' } });
});

test('an image that does not fit its slot is refused with both sizes', () => {
  const memory = { slotSize: 100 };
  const created = createToken({ ...descriptionOf('aurora-card'), memory }, sign);
  expect(created).toMatchObject({ ok: false, failure: { code: 'image-too-large' } });
});
