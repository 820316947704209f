import { setTimeout as pause } from 'node:timers/promises';
import { Branch } from '../../src/main/testing/branch.ts';
import { WAITS } from '../../src/shared/visit/state.ts';
import type { InProcessToken } from '../../src/virtual-token/in-process.ts';
import { presents, takes } from '../disk/customer.ts';
import { checkHost, untilDrained } from '../disk/host-side.ts';
import type { Random } from '../random.ts';
import { Broken } from '../tear/broken.ts';
import type { Recovered } from '../tear/case.ts';
import { cutAt, cutsOf } from '../tear/cuts.ts';
import { lookAt } from '../tear-branch/look.ts';
import { checkEither, FLAGGED, keysOf, nothingToDo, type Reference } from '../tear-branch/visit.ts';
import { TurnedClock } from './turned-clock.ts';

/** The flagged token's id, and the days on which it is served. */
const TOKEN = '9280041200004417';
const VALID = { from: Date.UTC(2025, 0, 1), to: Date.UTC(2036, 0, 1) };
/** The kiosk looks at its clock twice a second. */
const A_LOOK_MS = 700;

/** A branch whose clocks are turned. */
class Turned {
  readonly kiosk = new TurnedClock();
  readonly host = new TurnedClock();
  readonly #random: Random;
  readonly turns: string[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /** Turns one of the clocks, or none. */
  maybe(): void {
    if (this.#random.chance(0.4)) this.turns.push(`kiosk: ${this.kiosk.turn(this.#random)}`);
    if (this.#random.chance(0.4)) this.turns.push(`host: ${this.host.turn(this.#random)}`);
  }

  /** Whether the host serves the token at its time: only its clock has a say in that. */
  get isServed(): boolean {
    const now = this.host.now();
    return now >= VALID.from && now < VALID.to;
  }
}

/** Waits neither end because a clock was turned, nor fail to end once their time has passed. */
async function checkWait(
  branch: Branch,
  turned: Turned,
  name: 'offer' | 'removed',
  ends: boolean,
): Promise<void> {
  turned.maybe();
  await pause(A_LOOK_MS);
  const { screen } = branch.kiosk.runner.snapshot();
  if (screen.screen !== name) throw new Broken('unexpected', `${name} ended at once: ${screen.screen}`);
  if (!ends) return;
  turned.kiosk.pass(WAITS[name]);
  await branch.until(({ screen }) => screen.screen !== name, `${name} ends`);
}

/** Between presentations kiosk and server may begin anew, by a clock that is wrong. */
async function meanwhile(branch: Branch, turned: Turned, random: Random): Promise<void> {
  turned.maybe();
  if (random.chance(0.2)) {
    await branch.stopServer();
    await branch.startServer();
  }
  if (random.chance(0.2)) {
    await branch.stopKiosk();
    turned.maybe();
    branch.startKiosk();
  }
}

async function visits(
  branch: Branch,
  turned: Turned,
  token: InProcessToken,
  reference: Reference,
  random: Random,
): Promise<number> {
  const { length } = reference;
  const armed = Array.from({ length: random.below(3) }, () => cutAt(length, random.below(cutsOf(length))));
  token.token.insert();
  const before = await lookAt(token, keysOf(branch));
  for (let nth = 0, cuts = 0; ; nth++) {
    turned.maybe();
    const couldBeServed = turned.isServed;
    const screen = await presents(branch, token, async () => {
      if (random.chance(0.2)) await checkWait(branch, turned, 'offer', false);
      turned.maybe();
      const fault = armed[nth];
      if (fault !== undefined) token.token.arm(fault);
    });
    const torn = !token.token.present;
    if (torn) cuts += 1;
    if (screen.screen === 'removed' && random.chance(0.3))
      await checkWait(branch, turned, 'removed', random.chance(0.5));
    if (screen.screen === 'trouble') throw new Broken('needed-staff', screen.failure.code);
    if (screen.screen === 'refused' && couldBeServed) throw new Broken('needed-staff', screen.reason);
    await takes(branch, token);
    token.token.disarm();
    token.token.insert();
    checkEither(await lookAt(token, keysOf(branch)), before, reference);
    if (screen.screen === 'done') return cuts;
    token.token.remove();
    await meanwhile(branch, turned, random);
    if (screen.screen === 'refused') turned.host.reset();
    else if (!torn) throw new Broken('unexpected', `a visit ended with ${screen.screen}`);
  }
}

/** An offer that nobody answers ends, whatever the clock says meanwhile, and the card can be presented again. */
async function unanswered(branch: Branch, turned: Turned, token: InProcessToken): Promise<void> {
  branch.present(token);
  await branch.screen('offer');
  await checkWait(branch, turned, 'offer', true);
  const { screen } = branch.kiosk.runner.snapshot();
  if (screen.screen !== 'done' || screen.outcome !== 'declined')
    throw new Broken('unexpected', `an offer that nobody answered: ${screen.screen}`);
  await takes(branch, token);
}

/** A flagged token's visits at a branch whose clocks are turned at any time, held against the undisturbed visit. */
export async function runCase(reference: Reference, random: Random): Promise<Recovered> {
  const turned = new Turned(random);
  const branch = await Branch.open({ clocks: { kiosk: turned.kiosk, host: turned.host.now } });
  try {
    const token = branch.token(FLAGGED);
    if (random.chance(0.15)) await unanswered(branch, turned, token);
    const cuts = await visits(branch, turned, token, reference, random);
    turned.maybe();
    const begun = performance.now();
    await untilDrained(branch);
    const recoveryMs = performance.now() - begun;
    turned.host.reset();
    await nothingToDo(branch, token);
    await untilDrained(branch);
    await checkHost(branch, TOKEN, 1, true);
    return { cuts: cuts + turned.turns.length, recoveryMs };
  } catch (error) {
    const [metric, detail] =
      error instanceof Broken ? [error.metric, error.message] : (['unexpected', String(error)] as const);
    throw new Broken(metric, `${detail}; ${turned.turns.join('; ')}`);
  } finally {
    await branch.close();
  }
}
