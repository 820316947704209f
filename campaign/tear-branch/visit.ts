import { Branch } from '../../src/main/testing/branch.ts';
import { publicKeyOf } from '../../src/server/images/keys.ts';
import type { TrustedKeys } from '../../src/shared/image/envelope.ts';
import type { CardImage } from '../../src/shared/image/model.ts';
import { must } from '../../src/shared/testing/results.ts';
import type { Snapshot } from '../../src/shared/visit/snapshot.ts';
import type { InProcessToken } from '../../src/virtual-token/in-process.ts';
import type { Random } from '../random.ts';
import { Broken } from '../tear/broken.ts';
import type { Recovered } from '../tear/case.ts';
import { cutAt, cutsOf, type Length } from '../tear/cuts.ts';
import { lookAt, type Seen } from './look.ts';

/** A token of the demonstration that is to be restored, and the bytes of the record that ends its update. */
export const FLAGGED = 'amira-haddad';
const COMMIT_BYTES = 68;

/** One update that nothing disturbed: what the others must come to. */
export interface Reference {
  readonly length: Length;
  readonly cells: CardImage['cells'];
}

export const keysOf = ({ server: { imageKey } }: Branch): TrustedKeys => {
  if (imageKey === undefined) throw new Error('the server signs no images');
  return new Map([[imageKey.keyId, publicKeyOf(imageKey)]]);
};

const isConfirmed = ({ screen }: Snapshot): boolean =>
  screen.screen === 'done' && screen.receipt?.hostConfirmed === true;

export async function within<T>(work: (branch: Branch) => Promise<T>): Promise<T> {
  const branch = await Branch.open();
  try {
    return await work(branch);
  } finally {
    await branch.close();
  }
}

export const undisturbed = (): Promise<Reference> =>
  within(async (branch) => {
    const token = branch.token(FLAGGED);
    branch.present(token);
    await branch.screen('offer');
    const before = token.counters.apdus;
    must(branch.kiosk.runner.act('accept'));
    const { screen } = await branch.until(isConfirmed, 'confirmed');
    const bytes = screen.screen === 'done' ? (screen.receipt?.bytesWritten ?? 0) + COMMIT_BYTES : 0;
    const length = { commands: token.counters.apdus - before, bytes };
    const { opened } = await lookAt(token, keysOf(branch));
    return { length, cells: opened.image.cells };
  });

/** Waits until the visit is over, or the token has left it; `true` when it is done. */
async function ended(branch: Branch, token: InProcessToken): Promise<boolean> {
  const { screen } = await branch.until(({ screen: { screen: name } }) => {
    if (name === 'done' || name === 'trouble' || name === 'refused') return true;
    return !token.token.present && (name === 'removed' || name === 'attract');
  }, 'the end of a presentation');
  if (screen.screen === 'trouble') throw new Broken('needed-staff', screen.failure.code);
  if (screen.screen === 'refused') throw new Broken('needed-staff', screen.reason);
  return screen.screen === 'done';
}

/** While the token is in its holder's hand, this kiosk or the server may begin anew. */
async function meanwhile(branch: Branch, random: Random): Promise<void> {
  if (random.chance(0.2)) {
    await branch.stopServer();
    await branch.startServer();
  }
  if (random.chance(0.2)) {
    await branch.stopKiosk();
    branch.startKiosk();
  }
}

/** The old image with its request, or the new one without. */
export function checkEither(seen: Seen, before: Seen, { cells }: Reference): void {
  const { opened, indicated } = seen;
  if (opened.digest === before.opened.digest) {
    if (!indicated) throw new Broken('neither-old-nor-new', 'the old image without its request');
    return;
  }
  if (indicated) throw new Broken('neither-old-nor-new', 'the new image with the request that it served');
  if (JSON.stringify(opened.image.cells) !== JSON.stringify(cells))
    throw new Broken('lost-or-doubled', 'the new image is not the reference');
}

/**
 * The flagged token's visit, cut up to three times after its holder accepted the offer, until the host confirms it;
 * then its next visit, which must find nothing to do.
 */
export const disturbed = (reference: Reference, random: Random): Promise<Recovered> =>
  within(async (branch) => {
    const { length } = reference;
    const cut = () => cutAt(length, random.below(cutsOf(length)));
    const armed = Array.from({ length: random.between(1, 3) }, cut);
    const token = branch.token(FLAGGED);
    token.token.insert();
    const before = await lookAt(token, keysOf(branch));
    branch.present(token);
    await branch.screen('offer');
    let cuts = 0;
    let begun = 0;
    for (let nth = 0; ; nth++) {
      const fault = armed[nth];
      if (fault !== undefined) token.token.arm(fault);
      if (nth > 0) branch.present(token);
      else must(branch.kiosk.runner.act('accept'));
      const done = await ended(branch, token);
      const torn = !token.token.present;
      token.token.disarm();
      token.token.insert();
      checkEither(await lookAt(token, keysOf(branch)), before, reference);
      if (torn) cuts++;
      if (done) break;
      if (!torn) throw new Broken('unexpected', 'the visit ended without an end');
      await meanwhile(branch, random);
      if (nth === 0) begun = performance.now();
    }
    const recoveryMs = begun === 0 ? 0 : performance.now() - begun;
    await branch.until(isConfirmed, 'the host confirms');
    await nothingToDo(branch, token);
    return { cuts, recoveryMs };
  });

export async function nothingToDo(branch: Branch, token: InProcessToken): Promise<void> {
  branch.pull(token);
  await branch.until(({ screen }) => screen.screen !== 'done' || !screen.tokenPresent, 'the card is taken');
  if (branch.kiosk.runner.snapshot().screen.screen === 'done') must(branch.kiosk.runner.act('finish'));
  const { pageWrites } = token.counters;
  branch.present(token);
  const { screen } = await branch.screen('done');
  if (screen.screen === 'done' && screen.outcome !== 'current')
    throw new Broken('lost-or-doubled', `the next visit: ${screen.outcome}`);
  if (token.counters.pageWrites !== pageWrites)
    throw new Broken('unexpected', 'the next visit wrote to the token');
}
