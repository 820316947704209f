import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PlanInput, planUpdates, type Update } from './plan.ts';

/** What a slot that held `content` holds after the updates. */
function applied(content: Uint8Array, updates: readonly Update[]): Uint8Array {
  const slot = content.slice();
  for (const { offset, bytes } of updates) slot.set(bytes, offset);
  return slot;
}

/** An image, and content that it shares some stretches with. */
const pair = fc
  .tuple(
    fc.uint8Array({ minLength: 1, maxLength: 2000 }),
    fc.array(fc.tuple(fc.nat(1999), fc.nat(90)), { maxLength: 12 }),
    fc.nat(2000),
  )
  .map(([image, changes, length]) => {
    const known = image.slice(0, length);
    for (const [at, run] of changes)
      known.subarray(at, at + run).forEach((byte, i, part) => {
        part[i] = byte ^ 0x5a;
      });
    return { image, known };
  });
const limits = { pageSize: fc.integer({ min: 1, max: 255 }), maxData: fc.integer({ min: 1, max: 1024 }) };
const input: fc.Arbitrary<PlanInput & { known: Uint8Array }> = fc
  .tuple(pair, fc.record(limits))
  .map(([slot, limit]) => ({ ...slot, ...limit }));

test('the plan turns the old content into the new image', () => {
  fc.assert(
    fc.property(input, (job) => {
      const slot = new Uint8Array(2000).fill(0xff);
      slot.set(job.known);
      const after = applied(slot, planUpdates(job));
      expect(after.subarray(0, job.image.length)).toEqual(job.image);
      // Nothing behind the image is touched.
      expect(after.subarray(job.image.length)).toEqual(slot.subarray(job.image.length));
    }),
  );
});

test('commands rise in offset, never overlap, and carry no more than the token takes', () => {
  fc.assert(
    fc.property(input, (job) => {
      let end = 0;
      for (const { offset, bytes } of planUpdates(job)) {
        expect(offset).toBeGreaterThanOrEqual(end);
        expect(bytes.length).toBeGreaterThan(0);
        expect(bytes.length).toBeLessThanOrEqual(job.maxData);
        end = offset + bytes.length;
      }
      expect(end).toBeLessThanOrEqual(job.image.length);
    }),
  );
});

test('without known content the whole image is sent, and each byte once', () => {
  fc.assert(
    fc.property(input, ({ known: _, ...job }) => {
      const updates = planUpdates({ ...job, known: null });
      expect(updates.reduce((sum, update) => sum + update.bytes.length, 0)).toBe(job.image.length);
      expect(applied(new Uint8Array(job.image.length), updates)).toEqual(job.image);
    }),
  );
});

test('a page that one command can hold is never programmed by two', () => {
  fc.assert(
    fc.property(input, (job) => {
      fc.pre(job.maxData >= job.pageSize);
      const updates = planUpdates({ ...job, known: null });
      for (const { offset, bytes } of updates.slice(0, -1))
        expect((offset + bytes.length) % job.pageSize).toBe(0);
    }),
  );
});

const same = { pageSize: 64, maxData: 255 };
const blank = new Uint8Array(1024);
const changed = (...places: number[]): Uint8Array => {
  const image = blank.slice();
  for (const place of places) image[place] = 1;
  return image;
};
const shape = (updates: readonly Update[]) => updates.map(({ offset, bytes }) => [offset, bytes.length]);

test('content that is the image already needs no command', () => {
  expect(planUpdates({ known: blank, image: blank, ...same })).toEqual([]);
});

test('one changed byte is one command of one byte', () => {
  expect(shape(planUpdates({ known: blank, image: changed(500), ...same }))).toEqual([[500, 1]]);
});

test('changes in one page go together, distant ones apart', () => {
  expect(shape(planUpdates({ known: blank, image: changed(64, 110), ...same }))).toEqual([[64, 47]]);
  expect(shape(planUpdates({ known: blank, image: changed(0, 1000), ...same }))).toEqual([
    [0, 1],
    [1000, 1],
  ]);
});

test('neighbours in two pages go together when the gap is cheaper than a command', () => {
  expect(shape(planUpdates({ known: blank, image: changed(60, 70), ...same }))).toEqual([[60, 11]]);
  expect(shape(planUpdates({ known: blank, image: changed(10, 120), ...same }))).toEqual([
    [10, 1],
    [120, 1],
  ]);
});
