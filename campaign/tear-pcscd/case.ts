import type { TokenSession } from '../../src/main/reader/port.ts';
import type { InProcessToken } from '../../src/virtual-token/in-process.ts';
import type { Random } from '../random.ts';
import { Broken } from '../tear/broken.ts';
import { type Branch, checkTold, freshToken, type Recovered } from '../tear/case.ts';
import { cutAt, cutsOf } from '../tear/cuts.ts';
import type { Planned } from '../tear/plan.ts';
import { lookAt } from '../tear/stranger.ts';
import type { Lane } from './lane.ts';

/** A token that was pulled in mid-APDU and is put back: read as a stranger would, then written to its end. */
export async function runCase(
  planned: Planned,
  random: Random,
  branch: Branch,
  lane: Lane,
): Promise<Recovered> {
  const { scenario, length, cut } = planned;
  const [kiosk] = branch.kiosks;
  if (kiosk === undefined) throw new Error('There is no kiosk');
  const token = freshToken(scenario);
  token.token.remove();
  const armed = random.chance(0.25) ? [cut, cutAt(length, random.below(cutsOf(length)))] : [cut];
  let cuts = 0;
  let begun = 0;
  for (let nth = 0; nth <= armed.length; nth++) {
    if (nth === 1) begun = performance.now();
    const ended = await presented(token, lane, async (session) => {
      const holds = nth === 0 ? 'old' : await lookAt(session, scenario, []);
      const fault = armed[nth];
      if (fault !== undefined) token.token.arm(fault);
      const ending = await kiosk.present(session, scenario);
      const torn = !token.token.present;
      token.token.disarm();
      if (torn) cuts++;
      else if (!ending.ok)
        throw new Broken('needed-staff', `${ending.failure.code}: ${ending.failure.detail}`);
      else if ((await lookAt(session, scenario, [])) !== 'new')
        throw new Broken('false-success', `the kiosk said so while the token held the ${holds} image`);
      return !torn;
    });
    if (!ended) continue;
    checkTold(scenario, branch);
    return { cuts, recoveryMs: begun === 0 ? 0 : performance.now() - begun };
  }
  throw new Broken('needed-staff', 'the last presentation, which nothing disturbed, did not end well');
}

async function presented<T>(
  token: InProcessToken,
  lane: Lane,
  work: (session: TokenSession) => Promise<T>,
): Promise<T> {
  const session = await lane.insert(token);
  try {
    return await work(session);
  } finally {
    await lane.remove(token, session);
  }
}
