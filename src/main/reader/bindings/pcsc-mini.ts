import { failure } from '../../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import { responseApdu } from './answer.ts';
import {
  type Binding,
  type BindingWatcher,
  type Connection,
  LONGEST_MESSAGE,
  type ReaderState,
} from './binding.ts';
import { nativeFailure } from './native-failure.ts';
import { readerState } from './state-flags.ts';

type Library = typeof import('pcsc-mini');
type NativeReader = import('pcsc-mini').Reader;
type NativeCard = import('pcsc-mini').Card;

interface Entry {
  readonly native: NativeReader;
  state?: ReaderState;
  /** The direct connection that reads the ATR: an exclusive one is refused beside it. */
  reading?: Promise<void>;
}

/** Loads `pcsc-mini` (N-API, prebuilt). Throws when it cannot be loaded. */
export async function loadPcscMini(): Promise<Binding> {
  return new PcscMiniBinding(await import('pcsc-mini'));
}

class PcscMiniBinding implements Binding {
  readonly name = 'pcsc-mini';
  readonly #library: Library;
  readonly #readers = new Map<string, Entry>();
  readonly #connected = new Set<string>();
  #watcher: BindingWatcher | undefined;

  constructor(library: Library) {
    this.#library = library;
  }

  open(watcher: BindingWatcher): Result<void> {
    const client = new this.#library.Client();
    client.on('error', (error) => this.#watcher?.lost(nativeFailure('watch', error)));
    client.on('reader', (reader) => this.#watch(reader));
    try {
      client.start();
    } catch (error) {
      return fail(nativeFailure('establish', error));
    }
    this.#watcher = watcher;
    return ok(undefined);
  }

  async connect(name: string): Promise<Result<Connection>> {
    const entry = this.#readers.get(name);
    if (!entry) return fail(failure('reader-missing', `connect: ${name}`));
    await entry.reading;
    if (this.#connected.has(name))
      return fail(failure('reader-busy', `connect: ${name} is held by this kiosk`));
    const { CardMode, Protocol } = this.#library;
    const card = await called('connect', () => entry.native.connect(CardMode.EXCLUSIVE));
    if (!card.ok) return card;
    const state = await called('connect', () => card.value.state());
    if (!state.ok) {
      const released = await this.#disconnect(card.value, 'leave');
      return released.ok ? state : released;
    }
    this.#connected.add(name);
    // its own buffer, allocated when none is given, takes 264 bytes
    const buffer = new ArrayBuffer(LONGEST_MESSAGE + 2);
    return ok({
      atr: Uint8Array.from(state.value.atr),
      protocol: state.value.protocol === Protocol.T0 ? 'T=0' : 'T=1',
      transmit: async (command) => {
        const response = await called('transmit', () => card.value.transmit(command, buffer));
        return response.ok ? responseApdu(response.value) : response;
      },
      disconnect: async (disposition) => {
        const released = await this.#disconnect(card.value, disposition);
        this.#connected.delete(name);
        return released;
      },
    });
  }

  async #disconnect(card: NativeCard, disposition: 'leave' | 'reset'): Promise<Result<void>> {
    const { LEAVE, RESET } = this.#library.CardDisposition;
    const released = await called('disconnect', () =>
      card.disconnect(disposition === 'leave' ? LEAVE : RESET),
    );
    if (!released.ok) this.#watcher?.lost(released.failure);
    return released;
  }

  #watch(native: NativeReader): void {
    const name = native.name();
    this.#readers.set(name, { native });
    native.on('change', (status) => {
      const { state: before, reading } = this.#readers.get(name) ?? {};
      // the ATR that comes with the event is memory already freed (0.1.3): it is asked for instead, once for
      // each insertion, because asking is itself a change of the reader's state
      const state = readerState(name, status.raw, new Uint8Array());
      const same =
        state?.token === 'present' && before?.token === 'present' && before.changes === state.changes;
      if (same) return;
      const entry: Entry = { native, ...(state && { state }), ...(reading && { reading }) };
      this.#readers.set(name, entry);
      if (state?.token !== 'present') return this.#tell();
      entry.reading = this.#readAtr(entry, state);
    });
    native.on('disconnect', () => {
      this.#readers.delete(name);
      this.#connected.delete(name);
      this.#tell();
    });
  }

  /** A direct connection does not power the token. Where it is refused the ATR stays unknown until `connect`. */
  async #readAtr(entry: Entry, state: ReaderState): Promise<void> {
    const { CardMode, Protocol } = this.#library;
    await entry.reading;
    const card = await called('connect', () => entry.native.connect(CardMode.DIRECT, Protocol.UNSET));
    if (card.ok) {
      const seen = await called('connect', () => card.value.state());
      if (seen.ok && entry.state === state) entry.state = { ...state, atr: Uint8Array.from(seen.value.atr) };
      const left = await this.#disconnect(card.value, 'leave');
      // then the binding has told that it is lost, and there is nothing more to tell
      if (!left.ok) return;
    }
    this.#tell();
  }

  #tell(): void {
    const known = [...this.#readers.values()].flatMap(({ state }) => state ?? []);
    this.#watcher?.readers(known);
  }
}

async function called<T>(
  call: 'connect' | 'transmit' | 'disconnect',
  start: () => Promise<T>,
): Promise<Result<T>> {
  try {
    return ok(await start());
  } catch (error) {
    return fail(nativeFailure(call, error));
  }
}
