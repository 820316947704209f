import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Memory, type Remains } from './memory.ts';
import { volatileStore } from './store.ts';

const REGION = { at: 5, length: 200 };
const SIZE = 230;

/** A write of `data` at `offset`, cut at byte `cut` of it. */
function tornWrite(pageSize: number, offset: number, data: Uint8Array, cut: number, remains: Remains) {
  const before = Uint8Array.from({ length: SIZE }, () => 0x11);
  const memory = new Memory(before.slice(), pageSize, volatileStore);
  memory.cut = { byte: cut, remains };
  const whole = memory.write(REGION, offset, data);
  const pageStart = Math.floor((offset + cut) / pageSize) * pageSize;
  return { memory, before, whole, pageStart, pageEnd: Math.min(pageStart + pageSize, REGION.length) };
}

const writes = fc
  .record({
    pageSize: fc.integer({ min: 1, max: 80 }),
    offset: fc.nat(150),
    length: fc.integer({ min: 1, max: 50 }),
  })
  .chain((write) => fc.record({ write: fc.constant(write), cut: fc.nat(write.length - 1) }));
const newBytes = (length: number) => new Uint8Array(length).fill(0xee);

test('a write cut at any byte leaves earlier pages new, later ones old, and nothing outside touched', () => {
  fc.assert(
    fc.property(writes, fc.constantFrom<Remains>('old', 'new', 'garbage'), ({ write, cut }, remains) => {
      const { pageSize, offset, length } = write;
      const torn = tornWrite(pageSize, offset, newBytes(length), cut, remains);
      expect(torn.whole).toBe(false);
      for (let i = 0; i < SIZE; i++) {
        const place = i - REGION.at;
        if (place >= torn.pageStart && place < torn.pageEnd) continue;
        const written = place >= offset && place < torn.pageStart;
        expect(torn.memory.bytes[i]).toBe(written ? 0xee : 0x11);
      }
    }),
  );
});

test('the torn page holds the bytes before the cut, the whole write, or nothing sensible', () => {
  fc.assert(
    fc.property(writes, ({ write, cut }) => {
      const { pageSize, offset, length } = write;
      const at = REGION.at + offset + cut;
      expect(tornWrite(pageSize, offset, newBytes(length), cut, 'old').memory.bytes[at]).toBe(0x11);
      if (cut > 0)
        expect(tornWrite(pageSize, offset, newBytes(length), cut, 'old').memory.bytes[at - 1]).toBe(0xee);
      expect(tornWrite(pageSize, offset, newBytes(length), cut, 'new').memory.bytes[at]).toBe(0xee);
    }),
  );
});

test('garbage spreads over the whole page, but never over the end of its file', () => {
  const { memory } = tornWrite(64, 192, newBytes(4), 2, 'garbage');
  const page = memory.bytes.slice(REGION.at + 192, REGION.at + REGION.length);
  expect(page).not.toEqual(Uint8Array.of(0xee, 0xee, 0xee, 0xee, 0x11, 0x11, 0x11, 0x11));
  expect(page.slice(4)).not.toEqual(Uint8Array.of(0x11, 0x11, 0x11, 0x11));
  expect(memory.bytes.slice(REGION.at + REGION.length)).toEqual(new Uint8Array(25).fill(0x11));
});

test('a cut waits over as many writes as it takes, and then the memory is whole again', () => {
  const memory = new Memory(new Uint8Array(SIZE), 16, volatileStore);
  memory.cut = { byte: 10, remains: 'old' };
  expect(memory.write(REGION, 0, newBytes(6))).toBe(true);
  expect(memory.write(REGION, 6, newBytes(4))).toBe(true);
  expect(memory.write(REGION, 10, newBytes(4))).toBe(false);
  expect(memory.bytes.slice(REGION.at + 10, REGION.at + 14)).toEqual(new Uint8Array(4));
  expect(memory.write(REGION, 10, newBytes(4))).toBe(true);
});

test('page writes are counted by the pages that a write touches', () => {
  const memory = new Memory(new Uint8Array(SIZE), 64, volatileStore);
  memory.write(REGION, 60, newBytes(10));
  expect(memory.pageWrites).toBe(2);
  memory.write(REGION, 64, newBytes(64));
  expect(memory.pageWrites).toBe(3);
});
