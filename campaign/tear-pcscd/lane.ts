import type { ReaderEvent, ReaderPort, TokenSession } from '../../src/main/reader/port.ts';
import { must } from '../../src/shared/testing/results.ts';
import type { InProcessToken } from '../../src/virtual-token/in-process.ts';
import { insertIntoVpcd } from '../../src/virtual-token/vpcd.ts';

const WITHIN_MS = 15_000;

/** One virtual reader of pcscd, and the tokens that are put into it one after the other. */
export class Lane {
  readonly #reader: string;
  readonly #port: number;
  readonly #readers: ReaderPort;
  readonly #waiting = new Set<() => void>();
  #attached = false;
  #present = false;

  constructor(readers: ReaderPort, { reader, port }: { readonly reader: string; readonly port: number }) {
    this.#readers = readers;
    this.#reader = reader;
    this.#port = port;
    readers.subscribe((event) => this.#onEvent(event));
  }

  /** Puts the token in, as its holder does, and returns once it is powered and reserved for this kiosk. */
  async insert(token: InProcessToken): Promise<TokenSession> {
    await this.#until(() => this.#attached && !this.#present, 'an empty reader');
    must(await insertIntoVpcd(token, this.#port));
    await this.#until(() => this.#present, 'the token at the reader');
    return must(await this.#readers.connect(this.#reader));
  }

  /** Gives the token back, if it is still there, and waits until the reader is empty. */
  async remove(token: InProcessToken, session: TokenSession): Promise<void> {
    await session.disconnect();
    token.token.remove();
    await this.#until(() => !this.#present, 'the token gone');
  }

  #onEvent(event: ReaderEvent): void {
    if (!('reader' in event) || event.reader !== this.#reader) return;
    if (event.type === 'reader-attached') this.#attached = true;
    if (event.type === 'reader-detached') this.#attached = false;
    if (event.type === 'token-present') this.#present = true;
    if (event.type === 'token-absent') this.#present = false;
    for (const look of this.#waiting) look();
  }

  #until(isSo: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`not within ${WITHIN_MS} ms at ${this.#reader}: ${what}`));
      }, WITHIN_MS);
      const look = (): void => {
        if (!isSo()) return;
        clearTimeout(late);
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }
}
