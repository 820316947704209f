import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codec } from './serialise.ts';

const cloneable = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withNullPrototype: false,
  withSparseArray: false,
});

test('a value comes back as structured clone would give it', () => {
  fc.assert(
    fc.property(cloneable, (value) => {
      expect(codec.decode(codec.encode(value))).toEqual(structuredClone(value));
    }),
  );
});

test('shared and circular references stay what they are', () => {
  const shared = { at: new Date(1) };
  const value: Record<string, unknown> = { first: shared, second: [shared] };
  value.self = value;
  const back = codec.decode(codec.encode(value)) as { first: unknown; second: unknown[]; self: unknown };
  expect(back.self).toBe(back);
  expect(back.second[0]).toBe(back.first);
});

test('errors keep their type and text, and a Buffer arrives as bytes', () => {
  const back = codec.decode(codec.encode([new RangeError('far'), Buffer.from([1, 2])])) as [
    Error,
    Uint8Array,
  ];
  expect(back[0]).toBeInstanceOf(RangeError);
  expect(back[0].message).toBe('far');
  expect(Object.getPrototypeOf(back[1])).toBe(Uint8Array.prototype);
});

test.each([
  ['a function', () => undefined],
  ['a symbol', Symbol('s')],
  ['a promise', Promise.resolve()],
  ['a weak map', new WeakMap()],
])('%s is refused', (_name, value) => {
  expect(() => codec.encode({ value })).toThrow('An object could not be cloned.');
});
