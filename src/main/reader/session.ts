import { type Failure, failure } from '../../shared/contract/failure.ts';
import { fail, type Result } from '../../shared/contract/result.ts';
import { LONGEST_MESSAGE } from './bindings/binding.ts';
import type { Protocol, TokenSession } from './port.ts';

/** How a session reaches its token. */
export interface TokenLink {
  readonly atr: Uint8Array;
  readonly protocol: Protocol;
  transmit(command: Uint8Array, timeoutMs: number): Promise<Result<Uint8Array>>;
  release(disposition: 'leave' | 'reset'): Promise<void>;
  /** Told once, when a call found the token lost: before that call is answered. */
  lost(cause: Failure): void;
}

/**
 * A token session over any link: one command at a time, and dead from the first failure on, for what follows would
 * go to a token that has forgotten which file was selected, or to another token.
 */
export class Session implements TokenSession {
  readonly reader: string;
  readonly #link: TokenLink;
  readonly #transmitTimeoutMs: number;
  #last: Promise<unknown> = Promise.resolve();
  #dead: Failure | undefined;
  #released: Promise<void> | undefined;

  constructor(reader: string, link: TokenLink, transmitTimeoutMs: number) {
    this.reader = reader;
    this.#link = link;
    this.#transmitTimeoutMs = transmitTimeoutMs;
  }

  get atr(): Uint8Array {
    return this.#link.atr;
  }

  get protocol(): Protocol {
    return this.#link.protocol;
  }

  transmit(command: Uint8Array, options?: { readonly timeoutMs?: number }): Promise<Result<Uint8Array>> {
    if (command.length < 4 || command.length > LONGEST_MESSAGE)
      throw new RangeError(`A command APDU has 4 to ${LONGEST_MESSAGE} bytes, not ${command.length}`);
    const timeoutMs = options?.timeoutMs ?? this.#transmitTimeoutMs;
    const answered = this.#last.then(() => this.#transmit(command, timeoutMs));
    this.#last = answered;
    return answered;
  }

  async disconnect(disposition: 'leave' | 'reset' = 'leave'): Promise<void> {
    // resetting a token that has just left blinds pcscd to one that is put in before its next poll (measured)
    const how = this.#dead ? 'leave' : disposition;
    this.#dead ??= failure('token-removed', 'the session was disconnected');
    this.#released ??= this.#last.then(() => this.#link.release(how));
    await this.#released;
  }

  /** The token is gone, as an event told. The next command is answered with `cause`. */
  async end(cause: Failure): Promise<void> {
    this.#dead ??= cause;
    await this.disconnect();
  }

  async #transmit(command: Uint8Array, timeoutMs: number): Promise<Result<Uint8Array>> {
    // a command that is not sent any more changes nothing
    if (this.#dead) return fail({ ...this.#dead, tokenEffect: 'none' });
    const response = await this.#link.transmit(command, timeoutMs);
    if (response.ok) return response;
    // whatever went wrong, the command may have reached the token: only one that was refused as busy did not
    const { code } = response.failure;
    const cause: Failure = { ...response.failure, tokenEffect: code === 'reader-busy' ? 'none' : 'unknown' };
    // an event may have told of it already; that the token is mute only this call knows
    const news = !this.#dead || code === 'token-mute';
    this.#dead ??= cause;
    if (news) this.#link.lost(cause);
    return fail(cause);
  }
}
