import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { concatBytes, fromHex, toHex } from '../../shared/image/bytes.ts';

/** The reader's side of vpcd's connection, as vsmartcard's driver has it, for one token at a time. */
export class VpcdReader {
  readonly #server = createServer((socket) => this.#accept(socket));
  #socket: Socket | undefined;
  #arrived: Uint8Array = new Uint8Array(0);
  #inserted = Promise.withResolvers<void>();
  #removed = Promise.withResolvers<void>();
  #more = Promise.withResolvers<void>();

  /** Listens on a free port and returns it. */
  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  get inserted(): Promise<void> {
    return this.#inserted.promise;
  }

  get removed(): Promise<void> {
    return this.#removed.promise;
  }

  /** Sends a message in hex without waiting for an answer. */
  send(message: string): void {
    const body = fromHex(message);
    this.#socket?.write(concatBytes(Uint8Array.of(body.length >> 8, body.length & 0xff), body));
  }

  /** Sends a message in hex and returns the token's answer in hex, or `removed`. */
  async ask(message: string): Promise<string> {
    this.send(message);
    for (;;) {
      const length = ((this.#arrived[0] ?? 0) << 8) | (this.#arrived[1] ?? 0);
      if (this.#arrived.length >= 2 && this.#arrived.length >= 2 + length) {
        const answer = toHex(this.#arrived.slice(2, 2 + length));
        this.#arrived = this.#arrived.slice(2 + length);
        return answer;
      }
      this.#more = Promise.withResolvers();
      const gone = await Promise.race([this.#more.promise, this.#removed.promise.then(() => 'gone')]);
      if (gone === 'gone') return 'removed';
    }
  }

  /** Drops the connection, as pcscd does when it ends. */
  drop(): void {
    this.#socket?.destroy();
  }

  async close(): Promise<void> {
    this.#socket?.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #accept(socket: Socket): void {
    this.#socket = socket;
    this.#arrived = new Uint8Array(0);
    this.#removed = Promise.withResolvers();
    socket.on('data', (data) => {
      this.#arrived = concatBytes(this.#arrived, data);
      this.#more.resolve();
    });
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      this.#inserted = Promise.withResolvers();
      this.#removed.resolve();
    });
    this.#inserted.resolve();
  }
}
