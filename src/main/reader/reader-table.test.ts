import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failure } from '../../shared/contract/failure.ts';
import type { ReaderState } from './bindings/binding.ts';
import type { ReaderEvent } from './port.ts';
import { ReaderTable } from './reader-table.ts';

const ATR = Uint8Array.of(0x3b, 0x00);
const LOST = failure('token-reset', 'contact lost');

const state = (over: Partial<ReaderState> = {}): ReaderState => {
  return { reader: 'A', token: 'present', atr: ATR, changes: 1, ...over };
};

function table() {
  const readers = new ReaderTable(failure('service-unavailable', 'not started'));
  const events: ReaderEvent[] = [];
  readers.subscribe((event) => events.push(event));
  events.length = 0;
  return { readers, told: () => events.splice(0).map(({ type }) => type) };
}

test('a reader that is unplugged takes its token with it, and back again it presents it anew', () => {
  const { readers, told } = table();
  readers.update([state(), state({ reader: 'B', token: 'absent' })]);
  expect(told()).toEqual(['reader-attached', 'token-present', 'reader-attached']);
  readers.update([state({ reader: 'B', token: 'absent' })]);
  expect(told()).toEqual(['token-absent', 'reader-detached']);
  readers.update([state(), state({ reader: 'B', token: 'absent' })]);
  expect(told()).toEqual(['reader-attached', 'token-present']);
  expect(readers.presentationAt('A')).toBe(2);
});

test('a swap between two looks is seen by the count of changes', () => {
  const { readers, told } = table();
  readers.update([state()]);
  told();
  readers.update([state({ changes: 3 })]);
  expect(told()).toEqual(['token-absent', 'token-present']);
});

test('after lost contact the same word of PC/SC counts for nothing until it had time to notice', () => {
  const { readers, told } = table();
  readers.update([state()]);
  told();
  readers.contactLost('A', LOST);
  readers.update([state()]);
  expect(told()).toEqual(['token-absent']);
  readers.settle('A');
  expect(told()).toEqual(['token-present']);
});

test('after lost contact a token that PC/SC missed as well is presented as soon as it is back', () => {
  const { readers, told } = table();
  readers.update([state()]);
  readers.contactLost('A', LOST);
  told();
  readers.update([state({ token: 'absent', changes: 2 })]);
  readers.update([state({ changes: 3 })]);
  readers.settle('A');
  expect(told()).toEqual(['token-present']);
});

test('a service that goes away is told once, after all that went with it', () => {
  const { readers, told } = table();
  readers.serviceUp();
  readers.update([state()]);
  told();
  readers.serviceDown(failure('service-unavailable', 'gone'));
  readers.serviceDown(failure('service-unavailable', 'gone'));
  expect(told()).toEqual(['token-absent', 'reader-detached', 'service']);
});

test('whatever happens, tokens come and go in turn, inside attached readers, in rising presentations', () => {
  const arbitraryState = fc.record({
    reader: fc.constantFrom('A', 'B'),
    token: fc.constantFrom('absent' as const, 'present' as const, 'unreadable' as const),
    atr: fc.constant(ATR),
    changes: fc.nat(3),
  });
  const reader = fc.constantFrom('A', 'B');
  const code = fc.constantFrom('token-mute' as const, 'token-reset' as const);
  const step = fc.oneof(
    fc.array(arbitraryState, { maxLength: 3 }).map((states) => (t: ReaderTable) => t.update(states)),
    fc.tuple(reader, code).map(
      ([name, why]) =>
        (t: ReaderTable) =>
          t.contactLost(name, failure(why)),
    ),
    reader.map((name) => (t: ReaderTable) => t.settle(name)),
    fc.constant((t: ReaderTable) => t.contactLostEverywhere(failure('card-process-lost'))),
    fc.constant((t: ReaderTable) => t.believeNext()),
    fc.constant((t: ReaderTable) => t.serviceUp()),
    fc.constant((t: ReaderTable) => t.serviceDown(failure('service-unavailable'))),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const readers = new ReaderTable(failure('service-unavailable'));
      const attached = new Map<string, number | undefined>();
      let highest = 0;
      readers.subscribe((event) => {
        if (event.type === 'service') return;
        expect(attached.has(event.reader)).toBe(event.type !== 'reader-attached');
        const inside = attached.get(event.reader);
        if (event.type === 'reader-attached') attached.set(event.reader, undefined);
        else if (event.type === 'token-absent') {
          expect(event.presentation).toBe(inside);
          attached.set(event.reader, undefined);
        } else {
          expect(inside).toBeUndefined();
          if (event.type === 'reader-detached') return void attached.delete(event.reader);
          expect(event.presentation).toBeGreaterThan(highest);
          highest = event.presentation;
          attached.set(event.reader, event.presentation);
        }
      });
      for (const take of steps) take(readers);
    }),
  );
});
