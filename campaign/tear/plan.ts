import { sessionOver } from '../../src/main/card/testing/session.ts';
import { must } from '../../src/shared/testing/results.ts';
import type { FaultRequest } from '../../src/virtual-token/faults/fault.ts';
import { type Branch, freshToken } from './case.ts';
import { cutAt, cutsOf, type Length } from './cuts.ts';
import { KINDS, type Scenario, scenarioOf } from './scenario.ts';

/** EF.COMMIT's record: the last write of every job, and with one slot the first one too. */
const COMMIT_BYTES = 68;

/** One write, measured undisturbed. */
interface Measured {
  readonly scenario: Scenario;
  readonly length: Length;
}

async function measure(scenario: Scenario, { kiosks }: Branch): Promise<Measured> {
  const token = freshToken(scenario);
  const [kiosk] = kiosks;
  if (kiosk === undefined) throw new Error('There is no kiosk');
  const { bytesWritten } = must(await kiosk.present(sessionOver(token), scenario));
  kiosk.takeOutcomes();
  return {
    scenario,
    length: {
      commands: token.counters.apdus,
      bytes: (bytesWritten ?? 0) + COMMIT_BYTES * (3 - scenario.slots),
    },
  };
}

/** A case: which write is cut, and where. */
export interface Planned extends Measured {
  readonly number: number;
  readonly cut: FaultRequest;
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** A step that visits every one of `size` places once, neighbours far apart. */
function strideOf(size: number): number {
  let stride = Math.floor(size * 0.618);
  while (divisor(size, stride) !== 1) stride++;
  return stride;
}

/**
 * Every cut of one write of each kind, then of the next write of each, up to `cases`. Within such a round the cuts
 * are in an order that spreads them, so that a few cases are a sample of all.
 */
export async function* plan(seed: number, cases: number, branch: Branch): AsyncGenerator<Planned> {
  for (let first = 0, round = 0; first < cases; round++) {
    const writes: Measured[] = [];
    for (const index of KINDS.keys())
      writes.push(await measure(scenarioOf(seed, round * KINDS.length + index), branch));
    const places = writes.flatMap((write) =>
      Array.from({ length: cutsOf(write.length) }, (_, index) => ({ write, index })),
    );
    const stride = strideOf(places.length);
    for (let i = 0; i < places.length && first + i < cases; i++) {
      const place = places[(i * stride) % places.length];
      if (place === undefined) throw new RangeError('No such place');
      const { write, index } = place;
      yield { ...write, number: first + i, cut: cutAt(write.length, index) };
    }
    first += places.length;
  }
}
