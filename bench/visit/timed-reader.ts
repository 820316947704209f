import type { ReaderPort, TokenSession } from '../../src/main/reader/port.ts';

/** A reader whose calls are timed as the kiosk waits for them: card process, pcscd, virtual reader and token. */
export class TimedReader implements ReaderPort {
  /** Milliseconds so far. */
  millis = 0;
  commands = 0;
  readonly #port: ReaderPort;

  constructor(port: ReaderPort) {
    this.#port = port;
  }

  start = (): void => this.#port.start();
  subscribe: ReaderPort['subscribe'] = (listener) => this.#port.subscribe(listener);
  stop = (): Promise<void> => this.#port.stop();

  connect: ReaderPort['connect'] = async (reader) => {
    const result = await this.#timed(() => this.#port.connect(reader));
    return result.ok ? { ok: true, value: this.#timedSession(result.value) } : result;
  };

  #timedSession(session: TokenSession): TokenSession {
    const { reader, atr, protocol } = session;
    return {
      reader,
      atr,
      protocol,
      transmit: (command, options) => {
        this.commands += 1;
        return this.#timed(() => session.transmit(command, options));
      },
      disconnect: (disposition) => session.disconnect(disposition),
    };
  }

  async #timed<T>(call: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    try {
      return await call();
    } finally {
      this.millis += performance.now() - begun;
    }
  }
}
