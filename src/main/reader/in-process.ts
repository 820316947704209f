import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { ReaderState } from './bindings/binding.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { Protocol, ReaderEvent, ReaderPort, TokenSession } from './port.ts';
import { ReaderTable } from './reader-table.ts';
import { Session } from './session.ts';

/** A software token as this port needs it. */
export interface InProcessToken {
  readonly atr: Uint8Array;
  readonly protocol: Protocol;
  /** Cold reset: nothing is selected afterwards, nothing is verified. */
  power(): void;
  transmit(command: Uint8Array): Promise<InProcessAnswer>;
}

export type InProcessAnswer =
  | { readonly kind: 'response'; readonly bytes: Uint8Array }
  /** It was pulled out during the command. */
  | { readonly kind: 'removed' }
  /** It never answers: the command's time limit does. */
  | { readonly kind: 'mute' };

export interface InProcessReader extends ReaderPort {
  /** Puts `token` into `reader`, taking out what was there. */
  insert(reader: string, token: InProcessToken): void;
  remove(reader: string): void;
}

interface Slot {
  token: InProcessToken | undefined;
  changes: number;
  held: Session | undefined;
}

/** Readers of software tokens in this process, where there is no PC/SC. The same events and time limits. */
export function inProcessReader(
  readers: readonly string[],
  limits: Pick<Limits, 'transmitMs'> = LIMITS,
): InProcessReader {
  return new InProcess(readers, limits);
}

class InProcess implements InProcessReader {
  readonly #limits: Pick<Limits, 'transmitMs'>;
  readonly #table = new ReaderTable(failure('service-unavailable', 'not started'));
  readonly #slots: ReadonlyMap<string, Slot>;
  #running = false;

  constructor(readers: readonly string[], limits: Pick<Limits, 'transmitMs'>) {
    this.#limits = limits;
    this.#slots = new Map(
      readers.map((reader) => [reader, { token: undefined, changes: 0, held: undefined }]),
    );
  }

  start(): void {
    this.#running = true;
    this.#table.serviceUp();
    this.#look();
  }

  subscribe(listener: (event: ReaderEvent) => void): () => void {
    return this.#table.subscribe(listener);
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#table.serviceDown(failure('service-unavailable', 'stopped'));
    await Promise.all([...this.#slots.values()].map((slot) => slot.held?.disconnect()));
  }

  insert(reader: string, token: InProcessToken): void {
    this.remove(reader);
    const slot = this.#slot(reader);
    slot.token = token;
    slot.changes++;
    this.#look();
  }

  remove(reader: string): void {
    const slot = this.#slot(reader);
    if (!slot.token) return;
    slot.token = undefined;
    slot.changes++;
    slot.held = undefined;
    this.#look();
  }

  async connect(reader: string): Promise<Result<TokenSession>> {
    const slot = this.#running ? this.#slots.get(reader) : undefined;
    if (!slot) return fail(failure('reader-missing', `connect: ${reader}`));
    const { token } = slot;
    if (!token) return fail(failure('token-removed', 'connect: no token', { tokenEffect: 'none' }));
    if (slot.held) return fail(failure('reader-busy', `connect: ${reader} is held by this kiosk`));
    token.power();
    const insertion = slot.changes;
    const isIn = () => slot.changes === insertion;
    const session: Session = new Session(
      reader,
      {
        atr: token.atr,
        protocol: token.protocol,
        transmit: async (command, timeoutMs) =>
          isIn()
            ? this.#transmit(token, command, timeoutMs, () => isIn() && this.remove(reader))
            : fail(failure('token-removed', 'transmit: the token was taken out')),
        release: async (disposition) => {
          if (slot.held === session) slot.held = undefined;
          if (disposition === 'reset' && isIn()) token.power();
        },
        lost: (cause) => {
          slot.held = undefined;
          this.#table.contactLost(reader, cause);
          this.#table.settle(reader);
        },
      },
      this.#limits.transmitMs,
    );
    slot.held = session;
    return ok(session);
  }

  async #transmit(
    token: InProcessToken,
    command: Uint8Array,
    timeoutMs: number,
    takeOut: () => void,
  ): Promise<Result<Uint8Array>> {
    let watchdog: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      watchdog = setTimeout(resolve, timeoutMs, 'late');
    });
    const said = async () => {
      const answer = await token.transmit(command);
      return answer.kind === 'mute' ? late : answer;
    };
    const first = await Promise.race([said(), late]).finally(() => clearTimeout(watchdog));
    if (first === 'late') return fail(failure('token-mute', `transmit: no answer within ${timeoutMs} ms`));
    if (first.kind === 'response' && first.bytes.length >= 2) return ok(first.bytes);
    takeOut();
    return fail(failure('token-removed', 'transmit: taken out during the command'));
  }

  #look(): void {
    if (!this.#running) return;
    const states = [...this.#slots].map(([reader, { token, changes }]): ReaderState => {
      return { reader, token: token ? 'present' : 'absent', atr: token?.atr ?? new Uint8Array(), changes };
    });
    this.#table.update(states);
  }

  #slot(reader: string): Slot {
    const slot = this.#slots.get(reader);
    if (!slot) throw new RangeError(`There is no reader ${reader} in process`);
    return slot;
  }
}
