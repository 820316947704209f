import { setTimeout as wait } from 'node:timers/promises';
import { failure } from '../../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { Binding, BindingWatcher, Connection, ReaderState } from '../bindings/binding.ts';
import { type BindingChoice, type LoadedBinding, loadBinding } from '../bindings/load.ts';
import type { Channel } from './channel.ts';
import { Guard } from './guard.ts';
import { type FromCardProcess, type ToCardProcess, ToCardProcessSchema } from './protocol.ts';

/** How often a service that is not there is looked for. */
const SERVICE_RETRY_MS = 500;
/** The first list is told when readers have stopped to turn up for this long, so that it is complete. */
const FIRST_LIST_MS = 40;

type Load = (choice: BindingChoice) => Promise<Result<LoadedBinding>>;

/** The card process: serves the binding's calls to the main process over `channel`, until it is ended. */
export function serve(channel: Channel, load: Load = loadBinding): void {
  const post = (message: FromCardProcess) => channel.post(message);
  const server = new CallServer(post);
  let guard: Guard | undefined;
  channel.onMessage((message) => {
    const request = ToCardProcessSchema.parse(message);
    if (request.type === 'open') {
      if (request.guarded !== null) guard = new Guard(request.guarded);
      // The main process pings from then on.
      void open(request.binding, load, server, post).then((found) => found && guard?.heard());
    } else if (request.type === 'ping') {
      guard?.heard();
      post({ type: 'answer', id: request.id, value: undefined });
    } else void server.handle(request);
  });
}

/** Loads the binding and waits for its service, however long that takes. Returns whether there is a binding. */
async function open(
  choice: BindingChoice,
  load: Load,
  server: CallServer,
  post: (message: FromCardProcess) => void,
): Promise<boolean> {
  const loaded = await load(choice);
  if (!loaded.ok) {
    post({ type: 'unusable', failure: loaded.failure });
    return false;
  }
  const { binding, instead } = loaded.value;
  post({ type: 'binding', binding: binding.name, instead });

  let latest: readonly ReaderState[] = [];
  let settled = false;
  let first: NodeJS.Timeout | undefined;
  const tell = () => {
    settled = true;
    post({ type: 'readers', readers: [...latest] });
  };
  const tellFirst = () => {
    clearTimeout(first);
    first = setTimeout(tell, FIRST_LIST_MS);
  };
  const watcher: BindingWatcher = {
    readers: (states) => {
      latest = states;
      if (settled) tell();
      else tellFirst();
    },
    lost: (cause) => post({ type: 'lost', failure: cause }),
  };
  for (;;) {
    const opened = binding.open(watcher);
    if (opened.ok) break;
    post({ type: 'service-missing', failure: opened.failure });
    await wait(SERVICE_RETRY_MS);
  }
  server.binding = binding;
  post({ type: 'service-found' });
  tellFirst();
  return true;
}

type Call = Exclude<ToCardProcess, { type: 'open' | 'ping' }>;

/** Native calls on one reader are made one after the other, in the order in which they were asked for. */
class CallServer {
  binding: Binding | undefined;
  readonly #post: (message: FromCardProcess) => void;
  readonly #connections = new Map<number, { reader: string; connection: Connection }>();
  readonly #queues = new Map<string, Promise<void>>();
  #lastConnection = 0;

  constructor(post: (message: FromCardProcess) => void) {
    this.#post = post;
  }

  handle(call: Call): Promise<void> {
    const reader = call.type === 'connect' ? call.reader : this.#connections.get(call.connection)?.reader;
    const queued = (this.#queues.get(reader ?? '') ?? Promise.resolve()).then(async () => {
      const result = await this.#perform(call);
      if (result.ok) this.#post({ type: 'answer', id: call.id, value: result.value });
      else this.#post({ type: 'refusal', id: call.id, failure: result.failure });
    });
    this.#queues.set(reader ?? '', queued);
    return queued;
  }

  async #perform(call: Call): Promise<Result<unknown>> {
    if (call.type === 'connect') return this.#connect(call.reader);
    const open = this.#connections.get(call.connection);
    if (!open) return fail(failure('reader-failed', `${call.type}: no connection ${call.connection}`));
    if (call.type === 'transmit') return open.connection.transmit(call.command);
    this.#connections.delete(call.connection);
    return open.connection.disconnect(call.disposition);
  }

  async #connect(reader: string): Promise<Result<unknown>> {
    if (!this.binding) return fail(failure('service-unavailable', 'connect: no service yet'));
    const made = await this.binding.connect(reader);
    if (!made.ok) return made;
    const connection = ++this.#lastConnection;
    this.#connections.set(connection, { reader, connection: made.value });
    return ok({ connection, atr: made.value.atr, protocol: made.value.protocol });
  }
}
