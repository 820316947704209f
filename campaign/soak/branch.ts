import path from 'node:path';
import { type InProcessReader, inProcessReader } from '../../src/main/reader/in-process.ts';
import { scratchFolder } from '../scratch.ts';
import { Office } from '../stand/office.ts';
import { isIdle, KIOSK, Stand } from '../stand/stand.ts';
import type { Person } from './people.ts';

const READERS = ['First reader', 'Second reader'] as const;
/** A token that says nothing is given up sooner than in a branch, so that a campaign ends. */
const TRANSMIT_MS = 200;

/** A kiosk with two readers that people put their tokens on, and the server that it asks. */
export class SoakBranch {
  readonly office: Office;
  readonly stand: Stand;
  /** Whether the server answers. */
  online = true;
  readonly journal: string;
  readonly #remove: () => Promise<void>;
  #reader: InProcessReader = inProcessReader(READERS);
  /** Who stands at each reader, and how not to hear of their token any more. */
  readonly #at = new Map<Person, () => void>();

  private constructor(office: Office, credential: string, folder: string, remove: () => Promise<void>) {
    this.office = office;
    this.#remove = remove;
    this.journal = path.join(folder, 'kiosk', 'journal.db');
    this.stand = new Stand({
      folder,
      office,
      credential,
      reader: () => {
        this.#reader = inProcessReader(READERS, { transmitMs: TRANSMIT_MS });
        return this.#reader;
      },
    });
  }

  static async open(): Promise<SoakBranch> {
    const { folder, remove } = scratchFolder('soak');
    const office = await Office.open(path.join(folder, 'server'));
    const branch = new SoakBranch(office, await office.credential('desk', KIOSK), folder, remove);
    branch.stand.start();
    await branch.stand.until((snapshot) => snapshot.online && isIdle(snapshot), 'the kiosk is ready');
    return branch;
  }

  /** Puts the token on a reader, from which a tear takes it off again. */
  lay(person: Person, at: 0 | 1 = 0): void {
    const { token } = person.token;
    this.#leave(person);
    token.insert();
    const stop = token.onPresence(() => {
      if (token.present) return;
      this.#leave(person);
      this.#reader.remove(READERS[at]);
    });
    this.#at.set(person, stop);
    this.#reader.insert(READERS[at], person.token);
  }

  /** Takes the token away. */
  take({ token }: Person): void {
    token.token.disarm();
    token.token.remove();
  }

  /** The kiosk ends and begins again; whoever stands there takes their token. */
  async reopen(): Promise<void> {
    for (const person of [...this.#at.keys()]) this.take(person);
    await this.stand.stop();
    this.stand.start();
    await this.stand.until(
      (snapshot) => snapshot.online === this.online && isIdle(snapshot),
      'the kiosk is back',
    );
  }

  /** The server goes away, as power loss would end it or as an operator does. */
  async lose(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.online = false;
    await this.office.stop(signal);
  }

  /** It is started again, and the kiosk has found it. */
  async regain(): Promise<void> {
    await this.office.start();
    this.online = true;
    await this.stand.until(({ online }) => online, 'the host is found', 60_000);
  }

  async close(): Promise<void> {
    await this.stand.stop();
    await this.office.stop();
    await this.#remove();
  }

  #leave(person: Person): void {
    this.#at.get(person)?.();
    this.#at.delete(person);
  }
}
