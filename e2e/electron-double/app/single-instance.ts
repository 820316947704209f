import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isAlive } from '../alive.ts';

const launchSchema = z.object({
  argv: z.array(z.string()),
  workingDirectory: z.string(),
  additionalData: z.unknown().optional(),
});

export type Launch = z.infer<typeof launchSchema>;

const LOCK = 'electron-double.lock';
const KNOCKS = 'electron-double.knocks';

/**
 * The single-instance lock of one `userData` folder: a file that names its owner, made with `link` so that
 * only one of two starting processes can succeed. The loser leaves its arguments in a folder that the owner
 * watches. Everything is synchronous, as `app.requestSingleInstanceLock` is.
 */
export class SingleInstance {
  readonly #lock: string;
  readonly #knocks: string;
  readonly #onLaunch: (launch: Launch) => void;
  #watcher: fs.FSWatcher | undefined;

  constructor(userData: string, onLaunch: (launch: Launch) => void) {
    this.#lock = path.join(userData, LOCK);
    this.#knocks = path.join(userData, KNOCKS);
    this.#onLaunch = onLaunch;
    fs.mkdirSync(this.#knocks, { recursive: true });
  }

  /** Takes the lock, or tells its owner of `launch` and answers false. */
  request(launch: Launch): boolean {
    if (this.isOwned()) return true;
    if (!this.#take()) {
      this.#knock(launch);
      return false;
    }
    for (const name of fs.readdirSync(this.#knocks)) fs.rmSync(path.join(this.#knocks, name));
    this.#watcher = fs.watch(this.#knocks, () => this.#answer());
    this.#watcher.unref();
    return true;
  }

  isOwned(): boolean {
    return this.#watcher !== undefined;
  }

  release(): void {
    if (!this.isOwned()) return;
    this.#watcher?.close();
    this.#watcher = undefined;
    fs.rmSync(this.#lock, { force: true });
  }

  #take(): boolean {
    const mine = `${this.#lock}.${process.pid}`;
    fs.writeFileSync(mine, String(process.pid));
    try {
      if (!this.#ownerIsAlive()) fs.rmSync(this.#lock, { force: true });
      fs.linkSync(mine, this.#lock);
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
      throw error;
    } finally {
      fs.rmSync(mine);
    }
  }

  #ownerIsAlive(): boolean {
    if (!fs.existsSync(this.#lock)) return false;
    return isAlive(Number(fs.readFileSync(this.#lock, 'utf8')));
  }

  #knock(launch: Launch): void {
    const name = `${process.pid}-${process.hrtime.bigint()}`;
    const draft = path.join(path.dirname(this.#knocks), name);
    fs.writeFileSync(draft, JSON.stringify(launch));
    fs.renameSync(draft, path.join(this.#knocks, name));
  }

  #answer(): void {
    for (const name of fs.readdirSync(this.#knocks)) {
      const file = path.join(this.#knocks, name);
      const launch = launchSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
      fs.rmSync(file);
      this.#onLaunch(launch);
    }
  }
}
