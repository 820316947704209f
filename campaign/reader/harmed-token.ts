import { InProcessToken } from '../../src/virtual-token/in-process.ts';
import type { Exchange } from '../../src/virtual-token/token.ts';

/** At which of the commands to come harm is done, and whether the token has executed it by then. */
export interface At {
  readonly command: number;
  readonly when: 'before' | 'after';
}

/** A token that tells when a command has come, while its reader waits for the answer. */
export class HarmedToken extends InProcessToken {
  #at: At = { command: 0, when: 'before' };
  #harm: () => void = () => {};

  /** Calls `harm` at a command to come, counted from 1. */
  onCommand(at: At, harm: () => void): void {
    this.#at = at;
    this.#harm = harm;
  }

  override async transmit(bytes: Uint8Array): Promise<Exchange> {
    const { command, when } = this.#at;
    this.#at = { command: command - 1, when };
    if (command !== 1) return super.transmit(bytes);
    if (when === 'before') this.#harm();
    const exchange = await super.transmit(bytes);
    if (when === 'after') this.#harm();
    return exchange;
  }
}
