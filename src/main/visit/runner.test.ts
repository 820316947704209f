import { expect, onTestFinished, test, vi } from 'vitest';
import { must } from '../../shared/testing/results.ts';
import type { Snapshot } from '../../shared/visit/snapshot.ts';
import { WAITS } from '../../shared/visit/state.ts';
import { inProcessReader } from '../reader/in-process.ts';
import { hostOf } from '../testing/job-host.ts';
import { SIGNED_OUT_AFTER_MS, VisitRunner } from './runner.ts';

const WAIT = { timeout: 30_000 };
const BEA = { id: 'b.adler', name: 'Bea Adler' };

/** A desk whose clock the test turns. */
async function desk() {
  const { services } = await hostOf(() => ({}));
  let now = services.steady();
  const runner = new VisitRunner({ ...services, steady: () => now });
  runner.start();
  onTestFinished(() => runner.stop());
  const seen: Snapshot['staff'][] = [];
  runner.onSnapshot(({ staff }) => seen.push(staff));
  return {
    runner,
    seen,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('who has done nothing for a quarter of an hour is signed out', async () => {
  const { runner, seen, pass } = await desk();
  runner.setStaff(BEA);
  expect(runner.snapshot().staff).toEqual(BEA);
  pass(SIGNED_OUT_AFTER_MS);
  await vi.waitFor(() => expect(runner.snapshot().staff).toBeNull(), WAIT);
  expect(seen).toContainEqual(BEA);
  expect(seen.at(-1)).toBeNull();
});

test('who goes on working stays signed in', async () => {
  const { runner, pass } = await desk();
  runner.setStaff(BEA);
  pass(SIGNED_OUT_AFTER_MS - 1);
  must(runner.actOnJob({ type: 'start', job: 'merge' }));
  pass(SIGNED_OUT_AFTER_MS - 1);
  // A tick later the job has ended for lack of a person, and its staff is still there.
  await vi.waitFor(() => expect(runner.snapshot().screen.screen).not.toBe('present'), WAIT);
  expect(runner.snapshot().staff).toEqual(BEA);
});

test('a window that took its time to be drawn does not make the readers late', async () => {
  const { services } = await hostOf(() => ({}));
  let now = services.steady();
  const runner = new VisitRunner({ ...services, reader: inProcessReader([]), steady: () => now });
  now += WAITS.readerless;
  runner.start();
  onTestFinished(() => runner.stop());
  runner.setStaff(BEA);
  expect(runner.snapshot().screen.screen).toBe('attract');
  now += WAITS.readerless;
  await vi.waitFor(() => expect(runner.snapshot().screen.screen).toBe('trouble'), WAIT);
});
