import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../random.ts';
import { Broken } from '../tear/broken.ts';
import { type Bench, within } from './bench.ts';
import type { Customer } from './customer.ts';
import { type Done, doHarm, type Harm } from './harms.ts';

export type Moment = 'idle' | 'lying' | 'reading' | 'writing';

export interface Planned {
  readonly harm: Harm;
  readonly moment: Moment;
  readonly customer: Customer;
  /** Whose token is put on first after one that fell silent; `null`: the same one. */
  readonly other: Customer | null;
}

/** At which commands a reading or a writing is hit; one that has fewer is hit when it is over. */
const MOST_COMMANDS = { reading: 4, writing: 8 } as const;
/** Of a token that falls silent: these, every reading and writing has. */
const MOST_MUTE = 3;
/** How long a person has a token in hand before it is put back, in milliseconds. */
const HAND = { least: 400, most: 900 } as const;
const DONE_WITHIN_MS = 15_000;

/** What came of a case. */
export interface Hurt {
  /** From the end of the harm until a token was read, in milliseconds. */
  readonly recoveryMs: number;
  /** Whether a command was on its way to the token when it happened. */
  readonly inCommand: boolean;
}

/** Does the harm, ends it, and waits until all is well again. */
export async function carryOut(bench: Bench, planned: Planned, random: Random): Promise<Hurt> {
  const { stand } = bench;
  const { customer, moment } = planned;
  if (moment === 'writing') {
    await customer.owe(bench.office);
    await bench.lay(customer.token);
    await stand.on('offer');
  } else if (moment === 'lying') {
    await bench.lay(customer.token);
    await stand.on('done');
  }
  const hurting = await (planned.harm === 'token mute'
    ? fallSilent(bench, planned, random)
    : hurt(bench, planned, planned.harm, random));
  await finish(bench);
  await customer.check();
  await take(bench, customer);
  return hurting;
}

/** What brings the commands: the token is laid down, or its holder agrees to the offer. */
async function begin(bench: Bench, { moment, customer }: Planned): Promise<void> {
  if (moment === 'writing') bench.stand.act('accept');
  else await bench.lay(customer.token);
}

/** The harm at a command of the reading or writing; `null` when that was over before. */
async function atCommand(
  bench: Bench,
  planned: Planned,
  harm: () => Done,
  random: Random,
): Promise<Done | null> {
  const { moment, customer } = planned;
  const { promise, resolve } = Promise.withResolvers<Done>();
  const most = MOST_COMMANDS[moment === 'writing' ? 'writing' : 'reading'];
  const at = { command: random.between(1, most), when: random.pick(['before', 'after'] as const) };
  // An async function runs at once, and what it throws becomes the case's failure, not the token's.
  customer.token.onCommand(at, () => resolve((async () => harm())()));
  await begin(bench, planned);
  const over = bench.stand.on('done').then(() => {
    customer.token.onCommand({ ...at, command: 0 }, () => {});
    return null;
  });
  return await Promise.race([promise, over]);
}

async function hurt(
  bench: Bench,
  planned: Planned,
  harm: Exclude<Harm, 'token mute'>,
  random: Random,
): Promise<Hurt> {
  const { moment, customer } = planned;
  const { token } = customer;
  let next: Promise<number> | null = null;
  const begun = (): Done => {
    const done = doHarm(bench, harm, random);
    next = bench.nextRead();
    return done;
  };
  const isBusy = moment === 'reading' || moment === 'writing';
  const inCommand = isBusy ? await atCommand(bench, planned, begun, random) : null;
  const done = inCommand ?? begun();
  if (done.takesToken) await bench.gone(token);
  // Whoever comes while the card process is dead or hangs sees nothing of it.
  else await bench.lay(token);
  const over = await done.end();
  if (done.takesToken) next = bench.nextRead();
  await bench.lay(token);
  if (next === null) throw new Error('No harm was done');
  const recoveryMs = (await within(next, 'a token is read')) - over;
  return { recoveryMs, inCommand: inCommand !== null };
}

async function fallSilent(bench: Bench, planned: Planned, random: Random): Promise<Hurt> {
  const { moment, customer, other } = planned;
  const { token } = customer.token;
  token.arm({ type: 'mute', nth: random.between(1, MOST_MUTE) });
  await begin(bench, planned);
  await bench.stand.on(moment === 'writing' ? 'removed' : 'trouble');
  token.remove();
  token.disarm();
  const hand = () => wait(random.between(HAND.least, HAND.most));
  await hand();
  const over = performance.now();
  const next = bench.nextRead();
  await bench.lay((other ?? customer).token);
  const hurting = { recoveryMs: (await within(next, 'a token is read')) - over, inCommand: true };
  if (other === null) return hurting;
  // A write that was interrupted waits for its own token: the other one is told so.
  if (moment === 'writing') other.token.token.remove();
  else {
    await finish(bench);
    await take(bench, other);
  }
  await hand();
  await bench.lay(customer.token);
  return hurting;
}

/** The visit ends well by itself; its holder agrees to whatever is offered. */
async function finish(bench: Bench): Promise<void> {
  const { stand } = bench;
  for (;;) {
    const { screen } = await stand
      .until(({ screen: { screen } }) => screen === 'done' || screen === 'offer', 'done', DONE_WITHIN_MS)
      .catch((late: unknown) => {
        throw new Broken('needed-staff', String(late));
      });
    if (screen.screen === 'done') return;
    stand.act('accept');
  }
}

async function take(bench: Bench, { token }: Customer): Promise<void> {
  token.token.remove();
  await bench.stand.ready();
}
