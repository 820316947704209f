import { TokenDetailSchema } from '../../src/server/host/admin-contract.ts';
import type { Random } from '../random.ts';
import { Broken } from '../tear/broken.ts';
import type { Recovered } from '../tear/case.ts';
import { logsOf, told } from './case.ts';
import { nothingToDo, settled } from './check.ts';
import { JobCustomer } from './job-customer.ts';
import { jobLengthOf } from './length.ts';
import { atHand, issuePair, JOBS, type Job, type Pair } from './pair.ts';
import { someKills } from './plan.ts';
import { lookAt } from './stranger.ts';
import type { World } from './world.ts';

export const jobOf = (number: number): Job => JOBS[Math.floor(number / 8) % JOBS.length] ?? 'merge';

/** The host knows which token took the place of the lost one, and refuses that. */
async function checkReplaced(world: World, { first, second }: Pair): Promise<void> {
  const lost = TokenDetailSchema.parse(await world.servers.host.call('GET', `/v1/tokens/${first.tokenId}`));
  if (lost.successorId !== second.tokenId || lost.hotlisted === null || lost.status === 'active')
    throw new Broken('lost-or-doubled', `the lost token is ${lost.status}, after it ${lost.successorId}`);
}

/** The devices are met once more: nothing is written, and each holds what it must. */
async function checkEnd(world: World, pair: Pair): Promise<void> {
  const { written } = pair;
  for (const device of atHand(pair)) {
    // A kiosk that it was carried away from may have a write to settle: nothing is written all the same.
    for (const seat of world.seats) await nothingToDo(world, device, seat, false);
    for (const seat of world.seats) await nothingToDo(world, device, seat, true);
    const { holds } = await lookAt(device, world.keys);
    const wanted = written.includes(device) ? 'new' : 'old';
    if (holds !== wanted)
      throw new Broken('lost-or-doubled', `the device holds the ${holds} image in the end`);
    if (device.seen.size > 1) throw new Broken('lost-or-doubled', `${device.seen.size} images were written`);
  }
  for (const seat of world.seats) await settled(seat);
  if (pair.job === 'replace') await checkReplaced(world, pair);
}

/** A job and its kills, then everything that must hold. */
export async function runJobCase(world: World, number: number, random: Random): Promise<Recovered> {
  const job = jobOf(number);
  const pair = await issuePair(world.servers.host, random, job, number);
  const kills = someKills(random, jobLengthOf(world.topology, job));
  world.seat = random.pick(world.seats);
  const customer = new JobCustomer(world, pair);
  try {
    world.kills.begin(kills);
    await customer.run();
    const recovered = { cuts: world.kills.count, recoveryMs: world.kills.sinceFirst };
    world.kills.end();
    await checkEnd(world, pair);
    return recovered;
  } catch (error) {
    const detail = error instanceof Broken ? error.message : ((error as Error).stack ?? String(error));
    const metric = error instanceof Broken ? error.metric : 'unexpected';
    throw new Broken(metric, `(${job}; ${told(kills)}) ${detail}${logsOf(world.seats)}`);
  } finally {
    world.kills.end();
    for (const { readers } of world.seats) for (const { token } of atHand(pair)) readers.lift(token);
  }
}
