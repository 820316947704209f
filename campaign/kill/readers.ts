import { createServer, type Server, type Socket } from 'node:net';
import { failure } from '../../src/shared/contract/failure.ts';
import { fail, ok, type Result } from '../../src/shared/contract/result.ts';
import { fromHex, toHex } from '../../src/shared/image/bytes.ts';
import type { InProcessToken } from '../../src/virtual-token/in-process.ts';
import { type FromCard, FromCardSchema, type ToCard } from './reader-wire.ts';
import { onMessages, post } from './wire.ts';

interface Slot {
  token: InProcessToken | null;
  changes: number;
}

/** A powered token, for as long as its insertion lasts. */
interface Contact {
  readonly socket: Socket;
  readonly slot: Slot;
  readonly token: InProcessToken;
  readonly insertion: number;
}

type Call = Exclude<FromCard, { type: 'hello' }>;
const isThere = ({ slot, insertion }: Contact): boolean => slot.changes === insertion;
const removed = (what: string) => fail(failure('token-removed', `${what}: no token`));

/** The readers of one kiosk, which outlive its processes: what pcscd and the tokens are to a real one. */
export class Readers {
  readonly path: string;
  readonly #slots: ReadonlyMap<string, Slot>;
  readonly #at: (when: 'before' | 'after') => Promise<void>;
  readonly #changed: () => void;
  readonly #server: Server;
  readonly #contacts = new Map<number, Contact>();
  #lastContact = 0;
  #card: { readonly socket: Socket; pid: number | null } | null = null;

  /** `at` is awaited before each command APDU is executed, and before it is answered. */
  constructor(
    path: string,
    names: readonly string[],
    on: { readonly apdu: (when: 'before' | 'after') => Promise<void>; readonly changed: () => void },
  ) {
    this.path = path;
    this.#slots = new Map(names.map((name) => [name, { token: null, changes: 0 }]));
    this.#at = on.apdu;
    this.#changed = on.changed;
    this.#server = createServer((socket) => this.#serve(socket)).listen(path);
  }

  /** The card process that is connected. */
  get cardPid(): number | null {
    return this.#card?.pid ?? null;
  }

  insert(reader: string, token: InProcessToken): void {
    this.#put(reader, token);
    token.token.insert();
    this.#tell();
  }

  /** Takes the token away, wherever it lies. */
  lift(token: InProcessToken): void {
    token.token.remove();
    for (const [reader, slot] of this.#slots) if (slot.token === token) this.#put(reader, null);
    this.#tell();
  }

  close(): void {
    this.#server.close();
    this.#card?.socket.destroy();
  }

  #put(reader: string, token: InProcessToken | null): void {
    const slot = this.#slots.get(reader);
    if (slot === undefined) throw new RangeError(`There is no reader ${reader}`);
    slot.token = token;
    slot.changes++;
  }

  #tell(): void {
    if (this.#card === null) return;
    const readers = [...this.#slots].map(([reader, { token, changes }]) => ({
      reader,
      token: token === null ? ('absent' as const) : ('present' as const),
      atr: token === null ? '' : toHex(token.atr),
      changes,
    }));
    post(this.#card.socket, { type: 'readers', readers } satisfies ToCard);
  }

  #serve(socket: Socket): void {
    const card = { socket, pid: null as number | null };
    this.#card = card;
    onMessages(socket, FromCardSchema, (message) => {
      if (message.type === 'hello') {
        card.pid = message.pid;
        this.#tell();
        this.#changed();
      } else void this.#answer(socket, message);
    });
    socket.on('close', () => {
      // The service takes the power from what a dead process held.
      for (const [connection, contact] of this.#contacts) {
        if (contact.socket !== socket) continue;
        this.#contacts.delete(connection);
        if (isThere(contact)) contact.token.power();
      }
      if (this.#card === card) this.#card = null;
      this.#changed();
    });
  }

  async #answer(socket: Socket, call: Call): Promise<void> {
    const result = await this.#perform(call, socket);
    if (result.ok) post(socket, { type: 'answer', id: call.id, value: result.value } satisfies ToCard);
    else post(socket, { type: 'refusal', id: call.id, failure: result.failure } satisfies ToCard);
  }

  async #perform(call: Call, socket: Socket): Promise<Result<unknown>> {
    if (call.type === 'connect') return this.#connect(call.reader, socket);
    const contact = this.#contacts.get(call.connection);
    if (contact === undefined) return removed(call.type);
    if (call.type === 'transmit') return this.#transmit(contact, fromHex(call.command));
    this.#contacts.delete(call.connection);
    if (call.disposition === 'reset' && isThere(contact)) contact.token.power();
    return ok(null);
  }

  #connect(reader: string, socket: Socket): Result<unknown> {
    const slot = this.#slots.get(reader);
    if (slot === undefined) return fail(failure('reader-missing', `connect: ${reader}`));
    const { token, changes } = slot;
    if (token === null) return removed('connect');
    // A process that was killed may hold it for a moment yet.
    const held = [...this.#contacts.values()].some((contact) => contact.slot === slot && isThere(contact));
    if (held) return fail(failure('reader-busy', `connect: ${reader} is held`));
    token.power();
    const connection = ++this.#lastContact;
    this.#contacts.set(connection, { socket, slot, token, insertion: changes });
    return ok({ connection, atr: toHex(token.atr), protocol: token.protocol });
  }

  async #transmit(contact: Contact, command: Uint8Array): Promise<Result<unknown>> {
    await this.#at('before');
    const { socket, token } = contact;
    if (socket.destroyed || !isThere(contact)) return removed('transmit');
    const exchange = await token.transmit(command);
    await this.#at('after');
    return exchange.kind === 'response' ? ok(toHex(exchange.bytes)) : removed('transmit');
  }
}
