import { type Failure, failure } from '../../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import { responseApdu } from './answer.ts';
import {
  type Binding,
  type BindingWatcher,
  type Connection,
  type Disposition,
  LONGEST_MESSAGE,
  type ReaderState,
} from './binding.ts';
import { nativeFailure } from './native-failure.ts';
import { readerState } from './state-flags.ts';

type Library = typeof import('pcsclite');

/** What we use of the library's CardReader, whose type it does not export. */
interface NativeReader {
  readonly name: string;
  readonly SCARD_SHARE_EXCLUSIVE: number;
  readonly SCARD_PROTOCOL_T0: number;
  readonly SCARD_LEAVE_CARD: number;
  readonly SCARD_RESET_CARD: number;
  on(type: 'error', listener: (error: unknown) => void): unknown;
  on(type: 'end', listener: () => void): unknown;
  on(type: 'status', listener: (status: { state: number; atr?: Buffer }) => void): unknown;
  /** Called by the library itself, when its list of readers no longer has this one. */
  close(): void;
  connect(options: { share_mode: number }, done: (error: unknown, protocol: number) => void): void;
  disconnect(disposition: number, done: (error: unknown) => void): void;
  transmit(
    command: Buffer,
    longest: number,
    protocol: number,
    done: (error: unknown, response: Buffer) => void,
  ): void;
}

/** Loads `pcsclite` (nan, built for this Node). Throws when it cannot be loaded. */
export async function loadPcsclite(): Promise<Binding> {
  const { default: library } = await import('pcsclite');
  return new PcscliteBinding(library);
}

export class PcscliteBinding implements Binding {
  readonly name = 'pcsclite';
  readonly #library: Library;
  readonly #readers = new Map<string, { native: NativeReader; state?: ReaderState }>();
  readonly #connected = new Set<string>();
  #watcher: BindingWatcher | undefined;

  constructor(library: Library) {
    this.#library = library;
  }

  open(watcher: BindingWatcher): Result<void> {
    try {
      const client = this.#library();
      // without a listener an 'error' event ends the process
      client.on('error', (error) => this.#lost(error));
      client.on('reader', (reader) => this.#watch(reader));
    } catch (error) {
      return fail(nativeFailure('establish', error));
    }
    this.#watcher = watcher;
    return ok(undefined);
  }

  async connect(name: string): Promise<Result<Connection>> {
    const entry = this.#readers.get(name);
    if (!entry) return fail(failure('reader-missing', `connect: ${name}`));
    // the library answers a second connect with success and no protocol
    if (this.#connected.has(name))
      return fail(failure('reader-busy', `connect: ${name} is held by this kiosk`));
    const { native } = entry;
    const mode = { share_mode: native.SCARD_SHARE_EXCLUSIVE };
    const protocol = await called<number>('connect', (done) => native.connect(mode, done));
    if (!protocol.ok) return protocol;
    this.#connected.add(name);
    return ok({
      atr: entry.state?.atr ?? new Uint8Array(),
      protocol: protocol.value === native.SCARD_PROTOCOL_T0 ? 'T=0' : 'T=1',
      transmit: async (command) => {
        const response = await called<Buffer>('transmit', (done) =>
          native.transmit(Buffer.from(command), LONGEST_MESSAGE + 2, protocol.value, done),
        );
        return response.ok ? responseApdu(response.value) : response;
      },
      disconnect: (disposition) => this.#disconnect(native, disposition),
    });
  }

  async #disconnect(native: NativeReader, disposition: Disposition): Promise<Result<void>> {
    const how = disposition === 'leave' ? native.SCARD_LEAVE_CARD : native.SCARD_RESET_CARD;
    const released = await called<void>('disconnect', (done) =>
      native.disconnect(how, (error) => done(error)),
    );
    // a handle that the library could not release stays with it: only a new process gets the reader back
    if (released.ok) this.#connected.delete(native.name);
    else this.#watcher?.lost(released.failure);
    return released;
  }

  #watch(native: NativeReader): void {
    this.#readers.set(native.name, { native });
    native.on('error', (error) => this.#lost(error));
    native.on('status', ({ state, atr }) => {
      const said = readerState(native.name, state, atr ?? new Uint8Array());
      this.#readers.set(native.name, said ? { native, state: said } : { native });
      this.#tell();
    });
    native.on('end', () => this.#left(native.name));
    // The library closes a reader that is no longer listed and waits for its 'end'. Where the reader's own watch noticed
    // at the same moment, that never comes, and the reader, never forgotten, is not watched when it is back (1.0.1,
    // CardReader::HandlerFunction leaves its loop without `do_exit`; measured: one unplugging in sixty).
    native.close = () => this.#left(native.name);
  }

  /** Only a new process is sure to see a reader that left come back. */
  #left(name: string): void {
    this.#readers.delete(name);
    this.#connected.delete(name);
    this.#tell();
    this.#giveUp(failure('card-process-lost', `${name} left`));
  }

  /** Outside the native callback, which holds the library's mutex. */
  #tell(): void {
    setImmediate(() => {
      const known = [...this.#readers.values()].flatMap(({ state }) => state ?? []);
      this.#watcher?.readers(known);
    });
  }

  #lost(error: unknown): void {
    this.#giveUp(nativeFailure('watch', error));
  }

  #giveUp(cause: Failure): void {
    setImmediate(() => this.#watcher?.lost(cause));
  }
}

function called<T>(
  call: 'connect' | 'transmit' | 'disconnect',
  start: (done: (error: unknown, value: T) => void) => void,
): Promise<Result<T>> {
  return new Promise((resolve) => {
    start((error, value) => resolve(error ? fail(nativeFailure(call, error)) : ok(value)));
  });
}
