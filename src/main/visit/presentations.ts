import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Presentation } from '../../shared/visit/state.ts';
import type { TokenReading } from '../card/read.ts';
import type { ReaderPort, TokenSession } from '../reader/port.ts';

export interface OpenToken {
  readonly session: TokenSession;
  readonly reading: TokenReading;
}

const BUSY_TRIES = 6;
const BUSY_WAIT_MS = 250;

/** Sessions and readings of the tokens that are being served, by epoch. Nothing outlives its presentation. */
export class Presentations {
  readonly #reader: ReaderPort;
  readonly #sessions = new Map<number, TokenSession>();
  readonly #readings = new Map<number, TokenReading>();

  constructor(reader: ReaderPort) {
    this.#reader = reader;
  }

  /** Powers the token. Another program may hold it for a moment: that is waited for, within bounds. */
  async connect(on: Presentation): Promise<Result<TokenSession>> {
    const known = this.#sessions.get(on.epoch);
    if (known !== undefined) return ok(known);
    let result = await this.#reader.connect(on.reader);
    for (let tries = 1; tries < BUSY_TRIES && !result.ok && result.failure.code === 'reader-busy'; tries++) {
      await new Promise((resolve) => setTimeout(resolve, BUSY_WAIT_MS));
      result = await this.#reader.connect(on.reader);
    }
    if (result.ok) this.#sessions.set(on.epoch, result.value);
    return result;
  }

  remember(on: Presentation, reading: TokenReading): void {
    this.#readings.set(on.epoch, reading);
  }

  /** The powered and read token of this presentation; `token-reset` once it was given back. */
  get(on: Presentation): Result<OpenToken> {
    const session = this.#sessions.get(on.epoch);
    const reading = this.#readings.get(on.epoch);
    return session === undefined || reading === undefined
      ? fail(failure('token-reset', 'the token is no longer held', { tokenEffect: 'none' }))
      : ok({ session, reading });
  }

  async release(on: Presentation): Promise<void> {
    const session = this.#sessions.get(on.epoch);
    this.#sessions.delete(on.epoch);
    this.#readings.delete(on.epoch);
    await session?.disconnect();
  }

  /** Gives every token back, whatever happens to one of them; returns what went wrong. */
  async releaseAll(): Promise<unknown[]> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    this.#readings.clear();
    const ended = await Promise.allSettled(sessions.map((session) => session.disconnect()));
    return ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  }
}
