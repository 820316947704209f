import { expect, test } from 'vitest';
import type { VisitEvent } from './event.ts';
import { valid } from './job/testing.ts';
import { onReaders } from './on-readers.ts';
import { reduce } from './reduce.ts';
import { initialKiosk, type Kiosk } from './state.ts';
import { report } from './testing.ts';

const FIRST = report({ tokenId: '9280041200004417' });
const SECOND = report({ tokenId: '9280041200009082', kind: 'phone' });

const after = (...events: readonly VisitEvent[]): Kiosk =>
  events.reduce((kiosk, event) => reduce(kiosk, event).kiosk, initialKiosk(0, 'desk'));

const ATTACHED: readonly VisitEvent[] = [
  { type: 'reader-attached', reader: 'Reader 1', at: 0 },
  { type: 'reader-attached', reader: 'Reader 2', at: 0 },
];
const MERGE: VisitEvent = {
  type: 'job-act',
  action: { type: 'start', job: 'merge' },
  id: 'job-1',
  transferId: 't-1',
  spare: [],
  at: 1,
};
const put = (reader: string, epoch: number): VisitEvent => ({
  type: 'token-present',
  reader,
  epoch,
  visitId: `v-${epoch}`,
  at: 1,
});
const read = (epoch: number, of: typeof FIRST): VisitEvent => ({
  type: 'token-read',
  epoch,
  visitId: `v-${epoch}`,
  report: of,
  intent: null,
  at: 1,
});
const checked = (transferId: string): VisitEvent => ({
  type: 'checked',
  jobId: 'job-1',
  transferId,
  answer: valid(),
  at: 1,
});
const BOTH = [...ATTACHED, MERGE, put('Reader 1', 1), read(1, FIRST), checked('v-1'), put('Reader 2', 2)];

test('nothing lies on readers that are empty', () => {
  expect(onReaders(after(...ATTACHED))).toEqual([]);
});

test('a device that has not been read lies there without a name', () => {
  expect(onReaders(after(...BOTH))).toEqual([{ kind: 'card', lastFour: '4417' }, null]);
});

test('both devices of a job are named once they have been read', () => {
  expect(onReaders(after(...BOTH, read(2, SECOND)))).toEqual([
    { kind: 'card', lastFour: '4417' },
    { kind: 'phone', lastFour: '9082' },
  ]);
});

test('a device that was taken off is not there, though its job goes on', () => {
  const taken: VisitEvent = { type: 'token-absent', reader: 'Reader 1', epoch: 1, at: 2 };
  expect(onReaders(after(...BOTH, read(2, SECOND), taken))).toEqual([{ kind: 'phone', lastFour: '9082' }]);
});
