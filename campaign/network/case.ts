import { inspect } from 'node:util';
import { listVisits } from '../../src/server/host/visit-list.ts';
import type { Random } from '../random.ts';
import { Broken } from '../tear/broken.ts';
import type { Recovered } from '../tear/case.ts';
import { BACK_MS, Journey } from './journey.ts';
import { Line, pass, type Treatment } from './line.ts';
import { type Message, targetOf } from './message.ts';
import { effectOf, inScene, type Kind, type Scene } from './scene.ts';
import { TREATMENTS } from './treatments.ts';

const NAMES = Object.keys(TREATMENTS);
const IS_HEALTH = /^GET \/v1\/health/;
const MOST_AT_ONCE = 4;

interface Planned {
  readonly name: string;
  readonly treat: Treatment;
  /** Leaves the kiosk's look whether the host is there alone: it meets what the visit sends. */
  readonly sparesHealth: boolean;
}

function planned(random: Random): Planned {
  const name = random.pick(NAMES);
  const make = TREATMENTS[name];
  if (make === undefined) throw new Error(name);
  return { name, treat: make(random), sparesHealth: random.chance(0.7) };
}

/** What the line does to the first requests; those after it pass. */
export function planOf(random: Random): readonly Planned[] {
  const lead = Array.from(
    { length: random.below(4) },
    (): Planned => ({ name: 'pass', treat: pass, sparesHealth: true }),
  );
  const faults = Array.from({ length: random.between(1, 4) }, () => planned(random));
  // The same at once again: what hits one request often hits the next.
  return [...lead, ...faults.flatMap((fault) => (random.chance(0.2) ? [fault, fault] : [fault]))];
}

const refusedByHost = (answer: Buffer): boolean => answer.toString('latin1', 0, 12) === 'HTTP/1.1 500';

/** Everything that was ever sent comes once more, in any order, some of it twice, several at once. */
async function replay({ line }: Scene, random: Random): Promise<void> {
  const again: Message[] = line.recorded.flatMap((message) =>
    random.chance(0.3) ? [message, message] : [message],
  );
  for (let at = again.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    const [a, b] = [again[at], again[other]];
    if (a !== undefined && b !== undefined) [again[at], again[other]] = [b, a];
  }
  while (again.length > 0) {
    const batch = again.splice(0, random.between(1, MOST_AT_ONCE));
    const answers = await Promise.all(batch.map((message) => line.deliver(message)));
    const failed = answers.findIndex(refusedByHost);
    const request = batch[failed];
    if (request !== undefined) throw new Broken('unexpected', `500 for ${targetOf(request)} once more`);
  }
}

async function confirmedByHost({ branch, tokenIds }: Scene, visitId: string): Promise<boolean> {
  const { host } = branch.server;
  if (host === undefined) throw new Error('the server is no host');
  for (const tokenId of tokenIds) {
    const visits = await listVisits(host, { tokenId, limit: 1000 });
    if (visits.some((visit) => visit.visitId === visitId && visit.outcome === 'updated')) return true;
  }
  return false;
}

async function nothingToDo(scene: Scene): Promise<void> {
  const { branch, tokens, written } = scene;
  for (const token of tokens) if (token?.token.present) branch.pull(token);
  for (const token of written) {
    const left = branch.kiosk.runner.act('finish');
    // It may have left the screen of the visit before by itself.
    if (!left.ok && left.failure.code !== 'action-not-possible')
      throw new Broken('unexpected', left.failure.detail);
    const { pageWrites } = token.counters;
    branch.present(token);
    const { screen } = await branch.until(
      ({ screen: now }) => now.screen === 'done' || now.screen === 'offer' || now.screen === 'refused',
      'the next visit ends',
      BACK_MS,
    );
    if (screen.screen !== 'done' || screen.outcome !== 'current')
      throw new Broken('lost-or-doubled', `the next visit: ${JSON.stringify(screen).slice(0, 200)}`);
    if (token.counters.pageWrites !== pageWrites) throw new Broken('unexpected', 'the next visit wrote');
    branch.pull(token);
    await branch.until(({ screen: now }) => now.screen !== 'done' || !now.tokenPresent, 'the token is taken');
  }
}

async function compare(scene: Scene, reference: unknown, when: string): Promise<void> {
  const effect = await effectOf(scene);
  const [found, expected] = [effect, reference].map((one) => inspect(one, { depth: 8, breakLength: 200 }));
  if (found === expected) return;
  const lines = expected?.split('\n') ?? [];
  const others = found?.split('\n').filter((line, at) => line !== lines[at]) ?? [];
  throw new Broken('lost-or-doubled', `when the host was ${when}: ${others.join(' ').slice(0, 400)}`);
}

/** What a journey comes to over a line that does nothing. */
export const undisturbed = (kind: Kind): Promise<unknown> =>
  inScene(kind, new Line(() => pass), async (scene) => {
    const journey = new Journey(scene);
    await journey.run();
    await journey.told();
    return await effectOf(scene);
  });

export interface Disturbed extends Recovered {
  readonly again: number;
}

/** A journey over a line that does harm, held against the undisturbed one; then all of it replayed, and the next visit. */
export async function disturbed(kind: Kind, reference: unknown, random: Random): Promise<Disturbed> {
  const plan = [...planOf(random)];
  let met = 0;
  let wellSince = performance.now();
  const line = new Line((request) => {
    const [next] = plan;
    if (next === undefined || (next.sparesHealth && IS_HEALTH.test(targetOf(request)))) return pass;
    plan.shift();
    if (next.treat === pass) return pass;
    return async (meeting) => {
      met += 1;
      await next.treat(meeting);
      wellSince = performance.now();
    };
  });
  return await inScene(kind, line, async (scene) => {
    const journey = new Journey(scene);
    const visitId = await journey.run();
    const recoveryMs = Math.max(0, performance.now() - wellSince);
    if (!(await confirmedByHost(scene, visitId)))
      throw new Broken('false-success', 'the host knows nothing of it');
    plan.length = 0;
    await journey.told();
    await compare(scene, reference, 'told');
    await replay(scene, random);
    await compare(scene, reference, 'told everything again');
    await nothingToDo(scene);
    return { cuts: met, recoveryMs, again: journey.again };
  });
}
