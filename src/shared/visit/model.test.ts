import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FAILURE_CODES, failure } from '../contract/failure.ts';
import type { Decision } from '../contract/host.ts';
import { ACTIONS } from '../contract/ipc.ts';
import type { Effect } from './effect.ts';
import type { Completion, JobAnswer, Step, VisitEvent } from './event.ts';
import { answerJob, anyJobAction, someReport } from './job/testing.ts';
import { present } from './present.ts';
import { reduce } from './reduce.ts';
import { initialKiosk, type Kiosk, type VisitState, WAITS } from './state.ts';
import { intent, noChange, update } from './testing.ts';

/** A world around the reducer: two readers, a runner that answers in any order, late, twice or not at all. */
interface World {
  kiosk: Kiosk;
  at: number;
  epoch: number;
  /** What lies on each reader in truth, by epoch. */
  readonly lying: Map<string, number>;
  readonly pending: Effect[];
}

/** Screens that the random histories reached: a model that misses some proves little. */
const seen = new Set<string>();

const READERS = ['Reader 1', 'Reader 2'];
const STEPS: Partial<Record<Effect['type'], Step>> = {
  read: 'read',
  'open-visit': 'open-visit',
  record: 'record',
  prepare: 'prepare',
  write: 'write',
  resume: 'write',
  settle: 'write',
  'show-content': 'show-content',
  'record-device': 'record-device',
};

const UNANSWERED: readonly Effect['type'][] = [
  'release',
  'conclude',
  'roll-back',
  'set-aside',
  'hold',
  'end-job',
];

function feed(world: World, event: VisitEvent): void {
  const { kiosk, effects } = reduce(world.kiosk, event);
  world.kiosk = kiosk;
  for (const effect of effects) {
    if ((effect.type in STEPS || effect.type === 'check') && 'on' in effect && effect.on !== null)
      expect(world.lying.get(effect.on.reader), `${effect.type} for a token that is gone`).toBe(
        effect.on.epoch,
      );
    if (!UNANSWERED.includes(effect.type)) world.pending.push(effect);
  }
  seen.add(present(kiosk).screen);
}

const DECISIONS: readonly Decision[] = [
  { decision: 'current', reason: 'current' },
  { decision: 'record', reason: 'token-ahead' },
  { decision: 'refuse', reason: 'hotlisted', reference: 'R-1' },
  update,
];

/** What the runner may answer to an effect: success of each kind, or any failure. */
function answer(effect: Effect, choice: number): Completion | JobAnswer | undefined {
  const answered = answerJob(effect, choice);
  if (answered !== undefined) return answered;
  const step = STEPS[effect.type];
  if (step === undefined || !('on' in effect) || effect.on === null) return undefined;
  const who = { epoch: effect.on.epoch, visitId: effect.on.visitId };
  const code = FAILURE_CODES[choice % FAILURE_CODES.length] ?? 'internal-error';
  if (choice % 3 === 0) return { ...who, type: 'step-failed', step, failure: failure(code) };
  switch (step) {
    case 'read': {
      const read = someReport(choice);
      return { ...who, type: 'token-read', report: read, intent: choice % 5 === 1 ? intent() : null };
    }
    case 'open-visit':
    case 'record':
      return { ...who, type: 'decided', decision: DECISIONS[choice % DECISIONS.length] ?? update };
    case 'prepare':
      return { ...who, type: 'prepared', change: noChange };
    case 'write':
      return choice % 2
        ? { ...who, type: 'write-progress', progress: { step: 'verify', done: 1, total: 2 } }
        : {
            ...who,
            type: 'written',
            written: { at: 7, bytesWritten: 1, imageBytes: 1, sequence: 5, requestCleared: true },
          };
    case 'show-content':
      return { ...who, type: 'content-read', content: [] };
    case 'record-device':
      return undefined;
  }
}

type Move = { readonly kind: number; readonly pick: number; readonly wait: number };

function move(world: World, { kind, pick, wait }: Move): void {
  world.at += wait;
  const reader = READERS[pick % READERS.length] ?? '';
  const at = world.at;
  const visitId = `v${at}-${world.epoch}`;
  const epoch = world.lying.get(reader);
  switch (kind) {
    case 0: {
      if (epoch !== undefined) return;
      world.epoch += 1;
      world.lying.set(reader, world.epoch);
      if (!(reader in world.kiosk.readers)) feed(world, { at, type: 'reader-attached', reader });
      feed(world, { at, type: 'token-present', reader, epoch: world.epoch, visitId });
      return;
    }
    case 1:
      if (epoch === undefined) return;
      world.lying.delete(reader);
      feed(world, { at, type: 'token-absent', reader, epoch });
      return;
    case 2:
      feed(world, { at, type: 'act', action: ACTIONS[pick % ACTIONS.length] ?? 'accept', visitId });
      return;
    case 3:
      feed(world, { at, type: 'reachability', online: pick % 2 === 0, visitId });
      return;
    case 4:
      world.lying.clear();
      feed(world, { at, type: 'service-down', failure: failure('service-unavailable') });
      return;
    case 5:
      feed(world, { at, type: 'tick', visitId });
      return;
    case 12:
    case 13:
      feed(world, {
        at,
        type: 'job-act',
        action: anyJobAction(pick),
        id: `j${at}`,
        transferId: visitId,
        spare: [`${visitId}-a`, `${visitId}-b`],
      });
      return;
    default: {
      // An answer may come late, out of order, or a second time: the effect stays in the list now and then.
      const newest = world.pending.length - 1;
      const index = pick % 3 ? newest : pick % Math.max(1, world.pending.length);
      const effect = world.pending[index];
      if (effect === undefined) return;
      if (wait % 4 !== 0) world.pending.splice(index, 1);
      const completion = answer(effect, pick + wait);
      if (completion !== undefined) feed(world, { at, ...completion });
    }
  }
}

const moveOf = (kind: fc.Arbitrary<number>, longest: number) =>
  fc.record({ kind, pick: fc.nat(200), wait: fc.nat(longest) });
/** Anything at any time; and people who mean to get a job done, with a host that answers. */
const moves = fc.oneof(
  fc.array(moveOf(fc.nat(14), 30_000), { minLength: 1, maxLength: 120 }),
  fc.array(moveOf(fc.constantFrom(0, 0, 0, 1, 6, 6, 6, 6, 6, 12, 12, 12), 1000), {
    minLength: 40,
    maxLength: 120,
  }),
);

test('no effect runs for a token that is gone, and no state is a dead end', () => {
  fc.assert(
    fc.property(moves, (sequence) => {
      const world: World = { kiosk: initialKiosk(0, 'desk'), at: 0, epoch: 0, lying: new Map(), pending: [] };
      for (const step of sequence) move(world, step);
      // Every card is taken away and time passes: the kiosk must be ready for the next customer.
      for (const [reader, epoch] of [...world.lying]) {
        world.lying.delete(reader);
        feed(world, { at: world.at, type: 'token-absent', reader, epoch });
      }
      for (let i = 0; i < 3; i++) {
        world.at += WAITS.removed + WAITS.offer;
        feed(world, { at: world.at, type: 'tick', visitId: `tick-${world.at}` });
      }
      expect(world.kiosk.visit.name).toBe('ready');
      // And it serves the next one.
      move(world, { kind: 0, pick: 0, wait: 1 });
      expect(world.kiosk.visit.name).toBe('reading');
    }),
    { numRuns: 3000 },
  );
});

/** A write that was begun before is taken up when its token is read, in a job as well. */
const reading = (visit: VisitState): boolean =>
  visit.name === 'reading' || (visit.name === 'job' && visit.job.at.step === 'reading');

/** A person agreed to what they were shown: an offer, or the result of a job. */
function agreed(visit: VisitState): boolean {
  if (visit.name === 'offer') return true;
  if (visit.name !== 'job' && visit.name !== 'writing' && visit.name !== 'removed') return false;
  return visit.job !== null && visit.job.preview !== null && visit.job.preview.bytes !== null;
}

test('a card is never written without an offer that was accepted or an intent that was open', () => {
  fc.assert(
    fc.property(moves, (sequence) => {
      const world: World = { kiosk: initialKiosk(0, 'desk'), at: 0, epoch: 0, lying: new Map(), pending: [] };
      for (const step of sequence) {
        const before = world.kiosk.visit;
        const known = world.pending.length;
        move(world, step);
        for (const effect of world.pending.slice(known))
          if (effect.type === 'write') expect(agreed(before)).toBe(true);
          else if (effect.type === 'resume') expect(reading(before)).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});

test('the random histories above reach every screen', () => {
  expect([...seen].sort()).toEqual([
    'attract',
    'backups',
    'compare',
    'comparing',
    'deciding',
    'done',
    'find',
    'offer',
    'offline',
    'present',
    'reading',
    'refused',
    'removed',
    'restoring',
    'trouble',
    'verifying',
  ]);
});
