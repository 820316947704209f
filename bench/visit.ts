import { setTimeout as delay } from 'node:timers/promises';
import { Stack } from '../scripts/demonstration/stack.ts';
import type { HandledToken } from '../scripts/world/tokens.ts';
import { type Figure, figure, type Measured, notRun } from './figures.ts';
import { median, quantile } from './statistics.ts';
import type { Suite } from './suite.ts';
import { type Branch, holdToken, openBranch, takePcscd } from './visit/branch.ts';
import { HostTime } from './visit/host-time.ts';
import { type Timed, timeVisit, tokenGone } from './visit/stopwatch.ts';

const SUITE = 'visit';
const VISITS = 30;
const BAR_MS = 60;
/** Stock vpcd needs 49 ms for each command: above this, time says nothing of Recard. */
const SLOW_COMMAND_MS = 20;

const CASES = [
  { name: 'nothing-to-do', token: 'jonas-berger', outcome: 'current' },
  { name: 'update', token: 'amira-haddad', outcome: 'updated' },
] as const;
type Case = (typeof CASES)[number];

const ownTime = ({ total, host }: Timed): number => total - host;

function figuresOf({ name }: Case, visits: readonly Timed[]): Figure[] {
  const of = (metric: string, value: number, more: Partial<Measured> = {}): Figure =>
    figure({ suite: SUITE, case: name, metric, value, unit: 'ms', better: 'lower', ...more });
  const all = (pick: (visit: Timed) => number): number[] => visits.map(pick);
  return [
    of('own', median(all(ownTime)), { bar: BAR_MS }),
    of('own-p95', quantile(all(ownTime), 0.95)),
    of('total', median(all(({ total }) => total))),
    of(
      'total-p95',
      quantile(
        all(({ total }) => total),
        0.95,
      ),
    ),
    of('host', median(all(({ host }) => host))),
    of('reader', median(all(({ reader }) => reader))),
    of('commands', median(all(({ commands }) => commands)), { unit: 'count' }),
    of('visits', visits.length, { unit: 'count', better: 'higher' }),
  ];
}

const missing = ({ name }: Case, why: string): Figure =>
  notRun({ suite: SUITE, case: name, metric: 'own', unit: 'ms', bar: BAR_MS, better: 'lower' }, why);

async function visits(
  branch: Branch,
  hostTime: HostTime,
  token: HandledToken,
  outcome: Case['outcome'],
): Promise<Timed[]> {
  const timed: Timed[] = [];
  // The first visit opens connections and compiles code: it is not counted.
  for (let visit = 0; visit <= VISITS; visit++) {
    if (outcome === 'updated' && visit > 0)
      await branch.server.admin.post(`/v1/tokens/${token.tokenId}/requests`, { reason: 'restore' });
    const measured = timeVisit(branch, hostTime, outcome);
    await token.ask({ do: 'insert' });
    const result = await measured;
    if (visit > 0) timed.push(result);
    const gone = tokenGone(branch);
    await token.ask({ do: 'remove' });
    await gone;
    // A kiosk at rest: what the last visit left to do must not be measured as part of the next.
    await delay(100);
  }
  return timed;
}

async function measure(stack: Stack): Promise<Figure[]> {
  const branch = await openBranch(stack);
  const hostTime = new HostTime();
  hostTime.start();
  branch.kiosk.start();
  const figures: Figure[] = [];
  for (const one of CASES) {
    const token = await holdToken(branch, one.token, stack);
    const timed = await visits(branch, hostTime, token, one.outcome);
    const perCommand = median(timed.map(({ reader, commands }) => reader / commands));
    const slow = `pcscd runs without scripts/pcscd/nodelay.c (${perCommand.toFixed(0)} ms per command): stop it, one is started`;
    figures.push(...(perCommand > SLOW_COMMAND_MS ? [missing(one, slow)] : figuresOf(one, timed)));
  }
  hostTime.stop();
  return figures;
}

export const visitSuite: Suite = {
  name: SUITE,
  help: `Whole visits of a kiosk without its window: real pcscd with the preload, vpcd, a software token in a process of
its own on a link that takes no time, servers in a process of their own. ${VISITS} visits each, after one that is not counted.
own      from the reader's token-present event to the screen "done", less the time that requests to the host take
         (request sent to answer whole). It still has the way of each command through card process, pcscd and vpcd
total    the same with the host; reader: the part spent waiting for card process, PC/SC and token
update   a restore, accepted the moment it is offered; it is requested anew for each visit, and the host's
         confirmation is waited for but not counted
Bar: own, median.`,
  async run() {
    const stack = new Stack();
    try {
      const obstacle = await takePcscd(stack);
      if (obstacle !== undefined) return CASES.map((one) => missing(one, obstacle));
      return await measure(stack);
    } finally {
      await stack.close();
    }
  },
};
