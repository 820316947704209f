import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Branch } from '../../src/main/testing/branch.ts';
import { Broken } from '../tear/broken.ts';
import type { BadDisk } from './bad-disk.ts';
import { askJournal, intentFirst } from './intent-first.ts';

/** Whose disk is bad. */
export type Place = 'kiosk' | 'server';

/** What a kiosk says that cannot open its journal. */
const NO_JOURNAL = /^Error: journal-(full|unavailable):/;

/** A branch whose kiosk or server has a bad disk, and may begin anew on it. */
export class Desk {
  readonly branch: Branch;
  readonly #disk: BadDisk;
  readonly #place: Place;
  #isBad = false;
  #isUp = true;
  #beganAnew = false;
  #broken: Broken | null = null;

  constructor(branch: Branch, disk: BadDisk, place: Place) {
    this.branch = branch;
    this.#disk = disk;
    this.#place = place;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Whether it was restarted while its disk was bad. */
  get beganAnew(): boolean {
    return this.#beganAnew;
  }

  harm(): void {
    if (this.#isBad) return;
    this.#disk.begin(realpathSync(path.join(this.branch.folder, this.#place)));
    this.#isBad = true;
  }

  mend(): void {
    this.#disk.end();
    this.#isBad = false;
  }

  /** The process whose disk it is ends and begins again, if it can. */
  async restart(): Promise<void> {
    this.#beganAnew ||= this.#isBad;
    if (this.#place === 'kiosk') {
      await this.branch.stopKiosk();
      this.#isUp = this.startKiosk();
    } else {
      await this.branch.stopServer();
      this.#isUp = await this.branch.startServer().then(
        () => true,
        () => false,
      );
    }
  }

  /** `false` where the journal cannot be opened, which the kiosk's screen says. */
  startKiosk(): boolean {
    const note = (why: Broken): void => {
      this.#broken ??= why;
    };
    try {
      this.branch.startKiosk(intentFirst(() => this.#hasIntent(), note));
      return true;
    } catch (error) {
      if (!NO_JOURNAL.test(String(error))) throw new Broken('unexpected', `the kiosk starts with ${error}`);
      return false;
    }
  }

  /** The journal as it is on the disk, whatever is wrong with that. */
  ask(sql: string): readonly unknown[] {
    return this.#disk.spare(() => askJournal(this.branch, sql));
  }

  /** Throws what was seen at the token. */
  checkSeen(): void {
    if (this.#broken !== null) throw this.#broken;
  }

  #hasIntent(): boolean {
    return this.ask('SELECT 1 FROM intent WHERE closedAt IS NULL').length > 0;
  }
}
