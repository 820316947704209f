import { nowMicros, waitUntil } from './link/wait.ts';
import type { TokenState } from './memory/state.ts';
import { removeAfter, type Tap } from './tap.ts';
import { type Exchange, type TokenOptions, VirtualToken } from './token.ts';
import type { Protocol } from './transport/protocol.ts';

export interface InProcessOptions extends TokenOptions {
  /** Waits as long as the link model says; without it only `counters.linkMicros` grows. */
  readonly live?: boolean;
}

/** A software token for callers in the same process: what a reader's binding is to a real one. */
export class InProcessToken {
  readonly token: VirtualToken;
  readonly #live: boolean;

  constructor(state: TokenState, options: InProcessOptions = {}) {
    this.token = new VirtualToken(state, options);
    this.#live = options.live ?? false;
  }

  get atr(): Uint8Array {
    return this.token.atr;
  }

  get protocol(): Protocol {
    return this.token.protocol;
  }

  get counters(): Readonly<VirtualToken['counters']> {
    return this.token.counters;
  }

  /** Puts it to its reader, where it stays unless `tap` says for how long. */
  insert({ ms, commands }: Tap = {}): void {
    this.token.insert(commands);
    if (ms !== undefined) removeAfter(this.token, ms);
  }

  power(): void {
    this.token.power();
  }

  /** Executes at once; see `transmit` for the one that takes its time. */
  execute(command: Uint8Array): Exchange {
    return this.token.execute(command);
  }

  /** One exchange, as slow as faults and, when live, the link make it; a removal meanwhile ends it. */
  async transmit(command: Uint8Array): Promise<Exchange> {
    const begun = nowMicros();
    const { presentations } = this.token;
    const { exchange, micros, delayMs } = this.token.executeCosted(command);
    const cost = delayMs * 1000 + (this.#live ? micros : 0);
    if (cost > 0) await this.#wait(begun + cost);
    const stillThere = this.token.present && this.token.presentations === presentations;
    return stillThere ? exchange : { kind: 'removed' };
  }

  async #wait(deadline: number): Promise<void> {
    const removal = new AbortController();
    const stop = this.token.onPresence(() => removal.abort());
    await waitUntil(deadline, removal.signal);
    stop();
  }
}
