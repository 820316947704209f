import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FromWorker, Progress, relay } from './progress.ts';
import { addFinding, countCase, emptyTally, type Finding, hearNews } from './tally.ts';

const FINDING: Finding = { case: 7, group: 'update', metric: 'needed-staff', detail: 'it did' };
const described = ({ case: number, metric }: Finding) => `case ${number}, ${metric}`;

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => {
  vi.useRealTimers();
  hearNews(() => {});
});

function written(isTTY: boolean) {
  const texts: string[] = [];
  const progress = new Progress('tear', 200, described, { isTTY, write: (text) => texts.push(text) });
  return { progress, texts };
}

test('in a file a line a minute says how far a run is and how long it will take', () => {
  const { progress, texts } = written(false);
  progress.hear({ begun: 10 });
  expect(texts).toEqual([]);
  vi.advanceTimersByTime(60_000);
  progress.hear({ begun: 10 });
  expect(texts).toEqual(['tear: 20 of 200 cases, 0 findings, 60 s so far, about 9 min to go\n']);
});

test('a finding is told at once, and counted', () => {
  const { progress, texts } = written(false);
  progress.hear({ found: FINDING });
  expect(texts).toEqual(['case 7, needed-staff\n']);
  expect(progress.line).toContain('1 finding,');
});

test('on a terminal the line is written over itself, and a finding in its place', () => {
  const { progress, texts } = written(true);
  vi.advanceTimersByTime(1_000);
  progress.hear({ begun: 1 });
  progress.hear({ found: FINDING });
  expect(texts).toEqual([
    '\r\x1b[Ktear: 1 of 200 cases, 0 findings, 1 s so far, about 3 min to go',
    '\r\x1b[Kcase 7, needed-staff\n',
  ]);
});

test('a worker tells a second’s cases together, and a finding at once', () => {
  const posted: FromWorker[] = [];
  relay((message) => void posted.push(message));
  const tally = emptyTally();
  countCase(tally, 'update');
  countCase(tally, 'update');
  addFinding(tally, FINDING);
  expect(posted).toEqual([{ news: { found: FINDING } }]);
  vi.advanceTimersByTime(1_000);
  countCase(tally, 'update');
  expect(posted[1]).toEqual({ news: { begun: 3 } });
});
