import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryCell } from '../testing/arbitrary-image.ts';
import { fromHex } from './bytes.ts';
import { encodeCbor } from './cbor.ts';
import { decodePayload, encodePayload, KIND_CODES } from './cell-codec.ts';

const HEAD = { programme: 'MARKET', owner: 'Marktring', version: 1 };
const decode = (code: number, bytes: Uint8Array) => decodePayload(HEAD, code, bytes).data;

test('every cell comes back as it was', () => {
  fc.assert(
    fc.property(arbitraryCell, (cell) => {
      const { code, bytes } = encodePayload(cell);
      const { kind: _, payload: __, ...head } = cell;
      expect(decodePayload(head, code, bytes).data).toEqual(cell);
    }),
  );
});

test('a kind that is not known is kept byte for byte', () => {
  fc.assert(
    fc.property(fc.integer({ min: 7, max: 255 }), fc.uint8Array({ maxLength: 60 }), (code, bytes) => {
      const cell = decode(code, bytes);
      expect(cell).toMatchObject({ kind: 'opaque', code, payload: { bytes } });
      if (cell !== undefined) expect(encodePayload(cell)).toEqual({ code, bytes });
    }),
  );
});

// What later versions may write under the kinds of this one.
const POINTS = new Map<number, number | string>([
  [1, 100],
  [2, 'Points'],
]);
test.each([
  ['with a key of a later version', encodeCbor(new Map([...POINTS, [9, 1]]))],
  ['with a balance that is text', encodeCbor(new Map([[1, '100']]))],
  ['that is no map', encodeCbor(100)],
  ['that is no CBOR', fromHex('ff')],
  ['that is empty', new Uint8Array(0)],
  ['in an encoding that is not deterministic', fromHex('a1011864'.replace('1864', '190064'))],
])('a payload of a known kind %s is kept byte for byte', (_, bytes) => {
  const cell = decode(KIND_CODES.points, bytes);
  expect(cell).toMatchObject({ kind: 'opaque', code: KIND_CODES.points, payload: { bytes } });
  if (cell !== undefined) expect(encodePayload(cell)).toEqual({ code: KIND_CODES.points, bytes });
});
