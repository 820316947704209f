import { must } from '../../src/main/testing/branch.ts';
import type { Result } from '../../src/shared/contract/result.ts';
import type { Screen, Snapshot } from '../../src/shared/visit/snapshot.ts';
import { Broken } from '../tear/broken.ts';
import type { Scene } from './scene.ts';
import { CALL_MS } from './treatments.ts';

type On<S extends Screen['screen']> = Extract<Screen, { screen: S }>;

/** Five calls to the host may follow each other without a word to the person, and the machine is shared. */
const WORKING_MS = 5 * CALL_MS + 10_000;
/** The pump's longest pauses, while harm is still done and after it. */
export const BACK_MS = 240_000;
const WHOLE_MS = 600_000;
/** How long a person takes to touch something. */
const TOUCH_MS = 60;

const WORKING: readonly Screen['screen'][] = ['reading', 'deciding', 'restoring', 'verifying', 'comparing'];
const isWorking = ({ screen }: Snapshot): boolean =>
  WORKING.includes(screen.screen) || ('busy' in screen && screen.busy);

/** A person who wants their token served, whatever the line does. */
export class Journey {
  readonly #scene: Scene;
  /** How often it was begun, or something asked, again. */
  again = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** Goes on until the host has confirmed what was written; the visit that it belongs to. */
  async run(): Promise<string> {
    const { branch, line } = this.#scene;
    const begun = performance.now();
    await this.#begin();
    for (;;) {
      if (performance.now() - begun > WHOLE_MS) throw new Broken('unexpected', 'it does not come to an end');
      const { screen } = await this.#until((snapshot) => !isWorking(snapshot), 'it hangs', WORKING_MS);
      if (screen.screen === 'done') {
        const visitId = await this.#done(screen);
        if (visitId !== null) return visitId;
      } else await this.#answer(screen);
      await line.pause(TOUCH_MS);
      if (branch.lines.some(({ event }) => event === 'bug'))
        throw new Broken('unexpected', JSON.stringify(branch.lines.find(({ event }) => event === 'bug')));
    }
  }

  /** All that the kiosk has to tell has been told. */
  async told(): Promise<void> {
    const { branch, line } = this.#scene;
    const begun = performance.now();
    for (;;) {
      const { queued, rejected } = must(branch.kiosk.journal.outboxCounts());
      if (rejected > 0) throw new Broken('lost-or-doubled', `${rejected} outcomes were refused`);
      if (queued === 0) return;
      if (performance.now() - begun > BACK_MS) throw new Broken('lost-or-doubled', `${queued} not told`);
      await line.pause(TOUCH_MS);
    }
  }

  async #until(wanted: (snapshot: Snapshot) => boolean, what: string, ms: number): Promise<Snapshot> {
    const { branch } = this.#scene;
    return await branch.until(wanted, what, ms).catch((error: unknown) => {
      throw new Broken('unexpected', `${what}: ${String(error).slice(0, 300)}`);
    });
  }

  /** What the screen does not offer any more by then is not done: the next look at it decides. */
  #touch(touched: Result<null>): void {
    if (!touched.ok) this.again += 1;
  }

  async #begin(): Promise<void> {
    const { branch, kind, tokens } = this.#scene;
    if (kind === 'update') {
      if (tokens[0].token.present) branch.pull(tokens[0]);
      branch.present(tokens[0]);
      return;
    }
    // The host keeps a device for the job that it was in, until it is told of that job's end.
    await this.told();
    this.#touch(branch.kiosk.runner.actOnJob({ type: 'start', job: kind }));
  }

  async #beginAgain(why: string): Promise<void> {
    this.again += 1;
    if (this.again > 30) throw new Broken('needed-staff', `again and again: ${why}`);
    await this.#begin();
  }

  async #answer(screen: Screen): Promise<void> {
    const { branch, tokens } = this.#scene;
    const { runner } = branch.kiosk;
    switch (screen.screen) {
      case 'offer':
        this.#touch(runner.act('accept'));
        return;
      case 'offline':
        // With the token left lying there it goes on by itself.
        if (!screen.tokenPresent) return await this.#beginAgain('offline');
        await this.#until((now) => now.screen.screen !== 'offline', 'it stays offline', BACK_MS);
        return;
      case 'attract':
        return await this.#beginAgain('attract');
      case 'trouble':
        return await this.#trouble(screen);
      case 'refused':
        if (screen.reason !== 'open-elsewhere') throw new Broken('needed-staff', screen.reason);
        return await this.#beginAgain(screen.reason);
      case 'present': {
        const isSecond = tokens[1] !== null && screen.role === 'second';
        const token = (isSecond ? tokens[1] : tokens[0]) ?? tokens[0];
        if (token.token.present) branch.pull(token);
        branch.present(token, isSecond ? 1 : 0);
        return;
      }
      case 'compare':
        if (screen.failure !== null) this.again += 1;
        this.#touch(runner.actOnJob({ type: 'confirm' }));
        return;
      case 'find':
        return this.#find(screen);
      case 'backups':
        return this.#choose(screen);
      default:
        throw new Broken('unexpected', `the screen ${screen.screen}`);
    }
  }

  async #trouble({ failure, token }: On<'trouble'>): Promise<void> {
    const { branch } = this.#scene;
    if (!failure.code.startsWith('host-')) throw new Broken('needed-staff', failure.code);
    if (failure.retry === 'never' || token === null || this.#scene.kind !== 'update')
      return await this.#beginAgain(failure.code);
    this.again += 1;
    this.#touch(branch.kiosk.runner.act('retry'));
  }

  #find({ customers, failure }: On<'find'>): void {
    const { runner } = this.#scene.branch.kiosk;
    const [lost] = this.#scene.tokenIds;
    if (failure !== null) this.again += 1;
    const known = customers?.some(({ tokens }) => tokens.some(({ tokenId }) => tokenId === lost));
    if (known === true && lost !== undefined)
      this.#touch(runner.actOnJob({ type: 'report', tokenId: lost, report: 'lost' }));
    else this.#touch(runner.actOnJob({ type: 'search', by: 'account', value: 'ACC-7001' }));
  }

  #choose({ offers, failure }: On<'backups'>): void {
    const { runner } = this.#scene.branch.kiosk;
    const suggested = offers.find((offer) => offer.suggested);
    if (failure !== null) this.again += 1;
    if (suggested === undefined) this.#touch(runner.actOnJob({ type: 'again' }));
    else this.#touch(runner.actOnJob({ type: 'choose-backup', backupId: suggested.backupId }));
  }

  /** The visit, once the host has confirmed it; `null` when what is done is not what was wanted. */
  async #done({ outcome, receipt }: On<'done'>): Promise<string | null> {
    if (outcome === 'current') throw new Broken('false-success', 'there was said to be nothing to do');
    if (outcome === 'declined' || receipt === null) {
      await this.#beginAgain(outcome);
      return null;
    }
    const isConfirmed = ({ screen }: Snapshot): boolean =>
      screen.screen === 'done' && screen.receipt?.hostConfirmed === true;
    await this.#until(isConfirmed, 'the host is not told', BACK_MS);
    return receipt.visitId;
  }
}
