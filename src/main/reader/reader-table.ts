import { type Failure, failure } from '../../shared/contract/failure.ts';
import type { ReaderState } from './bindings/binding.ts';
import type { ReaderEvent } from './port.ts';

interface Entry {
  /** What PC/SC said last. */
  native: ReaderState;
  /** What subscribers were told last. */
  told: 'absent' | 'present' | 'unreadable';
  presentation: number;
  atr: Uint8Array;
  failure?: Failure;
  /** Contact with the token was lost, and PC/SC may not have noticed yet: its word counts from `settle` on. */
  doubted: boolean;
  /** The token went mute: it is not offered again until it was taken out. */
  mute?: Failure;
}

/** What is in which reader, and the events by which that came about. Presentations only ever rise. */
export class ReaderTable {
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<(event: ReaderEvent) => void>();
  #service: ReaderEvent & { type: 'service' };
  #presentation = 0;

  constructor(notYet: Failure) {
    this.#service = { type: 'service', state: 'down', failure: notYet };
  }

  subscribe(listener: (event: ReaderEvent) => void): () => void {
    // a wrapper, so that the same function subscribed twice is told twice and stops one at a time
    const own = (event: ReaderEvent) => listener(event);
    this.#listeners.add(own);
    own(this.#service);
    for (const [reader, entry] of this.#entries) {
      own({ type: 'reader-attached', reader });
      if (entry.told !== 'absent') own(tokenEvent(reader, entry));
    }
    return () => void this.#listeners.delete(own);
  }

  serviceUp(): void {
    if (this.#service.state === 'up') return;
    this.#service = { type: 'service', state: 'up' };
    this.#emit(this.#service);
  }

  /** Without the service nothing is known of any reader. */
  serviceDown(cause: Failure): void {
    const told = this.#service;
    this.update([]);
    this.#service = { type: 'service', state: 'down', failure: cause };
    // asked for again and again, it is told once
    const same =
      told.state === 'down' && told.failure.code === cause.code && told.failure.detail === cause.detail;
    if (!same) this.#emit(this.#service);
  }

  /** The whole list as PC/SC gives it now. */
  update(states: readonly ReaderState[]): void {
    const named = new Map(states.map((state) => [state.reader, state]));
    for (const [reader, entry] of this.#entries) {
      if (named.has(reader)) continue;
      this.#takeOut(reader, entry);
      this.#entries.delete(reader);
      this.#emit({ type: 'reader-detached', reader });
    }
    for (const state of named.values()) this.#look(state);
  }

  /** Whether the token of `presentation` is still in `reader` as far as is known. */
  isCurrent(reader: string, presentation: number): boolean {
    const entry = this.#entries.get(reader);
    return entry !== undefined && entry.told === 'present' && entry.presentation === presentation;
  }

  presentationAt(reader: string): number | undefined {
    const entry = this.#entries.get(reader);
    return entry?.told === 'present' ? entry.presentation : undefined;
  }

  /** A call found contact lost: absent at once. What PC/SC says counts again when it changes, or from `settle` on. */
  contactLost(reader: string, cause: Failure): void {
    const entry = this.#entries.get(reader);
    if (!entry) return;
    if (cause.code === 'token-mute') entry.mute = cause;
    else entry.doubted = true;
    this.#takeOut(reader, entry);
    if (entry.mute) this.#look(entry.native);
  }

  isDoubted(reader: string): boolean {
    const entry = this.#entries.get(reader);
    return entry?.doubted === true && entry.native.token !== 'absent';
  }

  /** PC/SC has had time to notice: what it says now is believed. */
  settle(reader: string): void {
    const entry = this.#entries.get(reader);
    if (!entry?.doubted) return;
    entry.doubted = false;
    this.#look(entry.native);
  }

  /** The card process died: whatever tokens it held are without power. Readers stay until the next list. */
  contactLostEverywhere(cause: Failure): void {
    for (const [reader, entry] of this.#entries) {
      if (entry.told === 'present') this.contactLost(reader, cause);
      // the next list is fresh
      entry.doubted = true;
    }
  }

  /** A new card process begins: its first list is believed. */
  believeNext(): void {
    for (const entry of this.#entries.values()) entry.doubted = false;
  }

  #look(state: ReaderState): void {
    const { reader } = state;
    let entry = this.#entries.get(reader);
    if (!entry) {
      const native = { ...state, token: 'absent' } as const;
      entry = { native, told: 'absent', presentation: 0, atr: state.atr, doubted: false };
      this.#entries.set(reader, entry);
      this.#emit({ type: 'reader-attached', reader });
    }
    const moved = state.token === 'absent' || state.changes !== entry.native.changes;
    entry.native = state;
    if (moved) {
      entry.doubted = false;
      delete entry.mute;
      this.#takeOut(reader, entry);
    }
    if (!entry.doubted) this.#putIn(state, entry);
  }

  #putIn(state: ReaderState, entry: Entry): void {
    if (state.token === 'absent') return;
    const readable = state.token === 'present' && !entry.mute;
    const now = readable ? 'present' : 'unreadable';
    if (entry.told === now) return;
    this.#takeOut(state.reader, entry);
    entry.told = now;
    entry.presentation = ++this.#presentation;
    entry.atr = state.atr;
    if (readable) delete entry.failure;
    else entry.failure = entry.mute ?? failure('token-mute', 'no answer to reset', { tokenEffect: 'none' });
    this.#emit(tokenEvent(state.reader, entry));
  }

  #takeOut(reader: string, entry: Entry): void {
    if (entry.told === 'absent') return;
    entry.told = 'absent';
    this.#emit({ type: 'token-absent', reader, presentation: entry.presentation });
  }

  #emit(event: ReaderEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

function tokenEvent(reader: string, { presentation, atr, failure: cause }: Entry): ReaderEvent {
  return cause
    ? { type: 'token-unreadable', reader, presentation, failure: cause }
    : { type: 'token-present', reader, presentation, atr };
}
