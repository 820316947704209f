import { Branch } from '../../src/main/testing/branch.ts';
import type { Screen } from '../../src/shared/visit/snapshot.ts';
import type { InProcessToken } from '../../src/virtual-token/in-process.ts';
import type { Random } from '../random.ts';
import { Broken } from '../tear/broken.ts';
import type { Recovered } from '../tear/case.ts';
import { cutAt, cutsOf } from '../tear/cuts.ts';
import { lookAt, type Seen } from '../tear-branch/look.ts';
import { checkEither, FLAGGED, keysOf, nothingToDo, type Reference } from '../tear-branch/visit.ts';
import type { BadDisk } from './bad-disk.ts';
import { presents, takes } from './customer.ts';
import { Desk, type Place } from './desk.ts';
import { checkHost, untilDrained } from './host-side.ts';
import { Postings } from './postings.ts';

/** The id of the flagged token. */
const FLAGGED_ID = '9280041200004417';
const BAD_PRESENTATIONS = 3;
/** With a good disk again, so many must be enough. */
const GOOD_PRESENTATIONS = 2;
const TROUBLES: Readonly<Record<Place, RegExp>> = {
  kiosk: /^journal-(full|unavailable|damaged)$/,
  server: /^host-(failed|unreachable|timeout)$/,
};

export interface DiskCase {
  readonly place: Place;
  readonly disk: BadDisk;
  readonly reference: Reference;
  readonly random: Random;
  /** Puts the branch's folder of that place on the disk. */
  readonly move: (folder: string) => void;
}

/** What the screen says must be so, and be on the disk. */
function check(desk: Desk, place: Place, screen: Screen): void {
  desk.checkSeen();
  if (screen.screen === 'refused') throw new Broken('needed-staff', screen.reason);
  if (screen.screen === 'trouble' && !TROUBLES[place].test(screen.failure.code))
    throw new Broken('unexpected', `trouble: ${screen.failure.code}: ${screen.failure.detail}`);
  if (screen.screen !== 'done' || screen.receipt === null) return;
  const { visitId } = screen.receipt;
  const kept = desk.ask(
    `SELECT 1 FROM outbox WHERE visitId = '${visitId}' AND body ->> 'outcome' = 'updated'
     AND NOT EXISTS (SELECT 1 FROM intent WHERE visitId = '${visitId}' AND closedAt IS NULL)`,
  );
  if (kept.length === 0) throw new Broken('false-success', 'done, and the journal does not know of it');
}

/** A flagged token at a branch with a bad disk, and what was seen of it. */
class Visits {
  readonly #about: DiskCase;
  readonly #desk: Desk;
  readonly #token: InProcessToken;
  readonly #before: Seen;
  /** Visits that were shown to have ended with nothing to do. */
  current = 0;

  constructor(about: DiskCase, desk: Desk, token: InProcessToken, before: Seen) {
    this.#about = about;
    this.#desk = desk;
    this.#token = token;
    this.#before = before;
  }

  async present(onOffer: () => void = () => {}): Promise<string> {
    const { branch } = this.#desk;
    const screen = await presents(branch, this.#token, onOffer);
    check(this.#desk, this.#about.place, screen);
    if (screen.screen === 'done' && screen.outcome === 'current') this.current += 1;
    await takes(branch, this.#token);
    this.#token.token.disarm();
    this.#token.token.insert();
    checkEither(await lookAt(this.#token, keysOf(branch)), this.#before, this.#about.reference);
    this.#token.token.remove();
    return screen.screen === 'trouble' ? screen.failure.code : screen.screen;
  }

  /** While the disk is bad, or goes bad: nothing that happens may be wrong, but nothing needs to come to its end. */
  async whileBad(post: () => Promise<void>): Promise<void> {
    const { random, reference } = this.#about;
    const desk = this.#desk;
    if (random.chance(0.5)) desk.harm();
    if (random.chance(0.3))
      this.#token.token.arm(cutAt(reference.length, random.below(cutsOf(reference.length))));
    const presentations = random.between(1, BAD_PRESENTATIONS);
    for (let nth = 0; nth < presentations && desk.isUp; nth++) {
      await post();
      await this.present(() => desk.harm());
      await post();
      desk.harm();
      if (random.chance(0.3)) await desk.restart();
    }
  }

  async onceGood(): Promise<void> {
    const desk = this.#desk;
    if (!desk.isUp || this.#about.random.chance(0.3)) await desk.restart();
    if (!desk.isUp) throw new Broken('needed-staff', 'it does not start again on a good disk');
    const seen: string[] = [];
    while (seen.at(-1) !== 'done') {
      if (seen.length === GOOD_PRESENTATIONS) throw new Broken('needed-staff', `with a good disk: ${seen}`);
      seen.push(await this.present());
    }
  }
}

/**
 * A flagged token's visits while the disk of the kiosk or of the server goes bad, before the first of them or when its
 * holder has agreed, and once it is good again.
 */
export async function runCase(about: DiskCase): Promise<Recovered> {
  const { place, disk, move } = about;
  const branch = await Branch.open();
  try {
    const admin = await branch.server.credential('admin', 'campaign');
    const postings = new Postings(await branch.server.credential('admin', 'terminals'));
    const { url } = branch.server;
    await branch.stopKiosk();
    await branch.stopServer();
    move(branch.folder);
    await branch.startServer();
    const desk = new Desk(branch, disk, place);
    desk.startKiosk();
    const token = branch.token(FLAGGED);
    token.token.insert();
    const visits = new Visits(about, desk, token, await lookAt(token, keysOf(branch)));
    await visits.whileBad(() => postings.post(url));
    const { harmed } = disk;
    desk.mend();
    const begun = performance.now();
    await visits.onceGood();
    await untilDrained(branch);
    const recoveryMs = performance.now() - begun;
    await checkHost(branch, FLAGGED_ID, visits.current, !desk.beganAnew);
    await branch.stopServer();
    await branch.startServer();
    await postings.check(branch.server.url, admin);
    await nothingToDo(branch, token);
    return { cuts: harmed ? 1 : 0, recoveryMs };
  } finally {
    disk.end();
    await branch.close();
  }
}
