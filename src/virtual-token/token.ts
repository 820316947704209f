import { concatBytes, fromHex } from '../shared/image/bytes.ts';
import type { Answer } from './commands/answer.ts';
import { status } from './commands/answer.ts';
import type { Session } from './commands/session.ts';
import { type Fault, type FaultRequest, FaultSchema } from './faults/fault.ts';
import { FaultPlan, type Lie } from './faults/plan.ts';
import { buildTree, type FileTree, type Layout } from './file-system/layout.ts';
import { exchangeTime, linkBytes } from './link/exchange.ts';
import { LINK_MODELS, type LinkName } from './link/models.ts';
import { Memory } from './memory/memory.ts';
import type { TokenState } from './memory/state.ts';
import { type Store, volatileStore } from './memory/store.ts';
import { answerToReset } from './transport/atr.ts';
import { BlockTransport } from './transport/blocks.ts';
import { CharacterTransport } from './transport/characters.ts';
import type { Protocol, Transport } from './transport/protocol.ts';
import { randomUid, readerCommand } from './transport/uid.ts';

export interface TokenOptions {
  /** Contactless for a phone and on a contactless link, T=0 on its links, otherwise T=1. */
  readonly protocol?: Protocol | undefined;
  /** ISO 14443 at 106 kbit/s for a phone, which is how each tap begins; for a card one that costs no time. */
  readonly link?: LinkName | undefined;
  /** Instead of the answer to reset that goes with protocol and link. */
  readonly atr?: Uint8Array | undefined;
  readonly store?: Store | undefined;
}

/** The response, or why there is none: the token is gone, or it stays silent. */
export type Exchange =
  | { readonly kind: 'response'; readonly bytes: Uint8Array }
  | { readonly kind: 'removed' }
  | { readonly kind: 'mute' };

/** An exchange and what it cost: `micros` by the link model, `delayMs` by a fault. */
export interface Costed {
  readonly exchange: Exchange;
  readonly micros: number;
  readonly delayMs: number;
}

const REMOVED: Exchange = { kind: 'removed' };
const MUTE: Exchange = { kind: 'mute' };
const NOTHING: Uint8Array = new Uint8Array(0);

const responseApdu = ({ data, sw }: Exclude<Answer, 'torn'>): Uint8Array =>
  concatBytes(data, Uint8Array.of(sw >> 8, sw & 0xff));

export const defaultProtocol = (layout: Layout, link: LinkName): Protocol => {
  if (layout.kind === 'phone' || link.startsWith('iso14443')) return 'T=CL';
  return link.startsWith('t0') ? 'T=0' : 'T=1';
};

const defaultLink = ({ kind }: Layout): LinkName => (kind === 'phone' ? 'iso14443-106' : 'none');

/** The token itself: memory, commands, faults and counters. Everything here happens at once. */
export class VirtualToken {
  readonly protocol: Protocol;
  readonly link: LinkName;
  readonly atr: Uint8Array;
  readonly layout: Layout;
  readonly tree: FileTree;
  readonly memory: Memory;
  readonly counters = { apdus: 0, apduBytes: 0, linkBytes: 0, linkMicros: 0, pageWrites: 0 };
  /** How often the token was inserted. */
  presentations = 0;
  readonly #plan = new FaultPlan();
  readonly #store: Store;
  #listeners: (() => void)[] = [];
  #present = false;
  /** Commands that it still answers in this presentation. */
  #answers = Number.POSITIVE_INFINITY;
  #mute = false;
  #uid = NOTHING;
  #transport: Transport;

  constructor(state: TokenState, options: TokenOptions = {}) {
    this.layout = state.layout;
    this.link = options.link ?? defaultLink(state.layout);
    this.protocol = options.protocol ?? defaultProtocol(state.layout, this.link);
    this.atr = options.atr ?? answerToReset(this.protocol, this.link, state.layout);
    this.tree = buildTree(state.layout);
    this.#store = options.store ?? volatileStore;
    this.memory = new Memory(state.memory, state.layout.pageSize, this.#store);
    this.#transport = this.#reset();
  }

  get present(): boolean {
    return this.#present;
  }

  /** The contactless identifier of this presentation. */
  get uid(): Uint8Array {
    return this.#uid;
  }

  /** Faults that have not happened yet. */
  get armed(): readonly Fault[] {
    return this.#plan.armed;
  }

  /** Calls `listener` whenever the token is inserted, removed or torn; returns the way to stop. */
  onPresence(listener: () => void): () => void {
    this.#listeners.push(listener);
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  /** Puts it to its reader, where it stays, or leaves at the command after the last of `commands`. */
  insert(commands = Number.POSITIVE_INFINITY): void {
    if (this.#present) return;
    this.presentations++;
    this.#answers = commands;
    this.#uid = this.layout.uid === undefined ? randomUid() : fromHex(this.layout.uid);
    this.#setPresent(true);
  }

  remove(): void {
    if (this.#present) this.#setPresent(false);
  }

  /** Reset: nothing is selected, a mute token speaks again. Armed faults stay. */
  power(): void {
    this.#mute = false;
    this.#transport = this.#reset();
  }

  arm(fault: FaultRequest): void {
    this.#plan.arm(FaultSchema.parse(fault));
  }

  /** Drops every armed fault, and a cut that is under way. */
  disarm(): void {
    this.#plan.clear();
    this.memory.cut = null;
  }

  execute(command: Uint8Array): Exchange {
    return this.executeCosted(command).exchange;
  }

  executeCosted(command: Uint8Array): Costed {
    if (!this.#present) return { exchange: REMOVED, micros: 0, delayMs: 0 };
    if (this.#mute) return { exchange: MUTE, micros: 0, delayMs: 0 };
    if (this.#answers === 0) return this.#lost(0, 0);
    this.#answers--;
    const { tear, mute, cut, lie, delayMs } = this.#plan.next(command[1] ?? 0);
    if (tear === 'before') return this.#lost(0, delayMs);
    if (mute) {
      this.#mute = true;
      return { exchange: MUTE, micros: 0, delayMs };
    }
    this.memory.cut = cut ?? this.memory.cut;
    const pagesBefore = this.memory.pageWrites;
    const answer = lie === null ? this.#answer(command) : this.#lie(command, lie);
    const bytes = answer === 'torn' || tear === 'after' ? NOTHING : responseApdu(answer);
    const micros = this.#count(command.length, bytes.length, this.memory.pageWrites - pagesBefore);
    return bytes.length > 0
      ? { exchange: { kind: 'response', bytes }, micros, delayMs }
      : this.#lost(micros, delayMs);
  }

  close(): void {
    this.remove();
    this.#store.close();
  }

  #answer(command: Uint8Array): Answer {
    const byReader = this.protocol === 'T=CL' ? readerCommand(command, this.#uid) : undefined;
    return byReader ?? this.#transport.execute(command);
  }

  #lie(command: Uint8Array, { sw, executed }: Lie): Answer {
    const honest = executed ? this.#answer(command) : undefined;
    return honest === 'torn' ? 'torn' : status(sw);
  }

  #lost(micros: number, delayMs: number): Costed {
    this.#setPresent(false);
    return { exchange: REMOVED, micros, delayMs };
  }

  #count(command: number, response: number, pages: number): number {
    const model = LINK_MODELS[this.link];
    const micros = exchangeTime(model, command, response, pages);
    this.counters.apdus++;
    this.counters.apduBytes += command + response;
    this.counters.linkBytes += linkBytes(model, command, response);
    this.counters.linkMicros += micros;
    this.counters.pageWrites += pages;
    return micros;
  }

  #reset(): Transport {
    const session: Session = {
      memory: this.memory,
      currentDirectory: this.tree.master,
      currentFile: undefined,
    };
    return this.protocol === 'T=0'
      ? new CharacterTransport(session)
      : new BlockTransport(session, this.layout);
  }

  #setPresent(present: boolean): void {
    this.#present = present;
    this.power();
    for (const listener of this.#listeners) listener();
  }
}
