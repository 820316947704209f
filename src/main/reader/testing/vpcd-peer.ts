import { once } from 'node:events';
import net from 'node:net';

/** What the peer does with a command: answers it, says nothing, or leaves the reader. */
export type Reaction = Uint8Array | 'silence' | 'leave';

const POWER_OFF = 0;
const POWER_ON = 1;
const RESET = 2;
const GIVE_ATR = 4;

/** TS, T0 (5 historical bytes, TD1), TD1 = T=1, category 80, card capabilities with extended length; TCK. */
const T1_ATR = Uint8Array.of(0x3b, 0x85, 0x81, 0x01, 0x80, 0x73, 0x00, 0x21, 0x40, 0x97);

/**
 * The smallest token on vpcd's other side: frames of a two-byte big-endian length and a payload; a payload of one
 * byte is control. By default it echoes each command followed by 9000.
 */
export class VpcdPeer {
  react: (command: Uint8Array) => Reaction = echo;
  atr = T1_ATR;
  /** Commands that arrived while the token was powered. */
  readonly commands: Uint8Array[] = [];
  readonly #port: number;
  #socket: net.Socket | undefined;
  #powered = false;

  constructor(port: number) {
    this.#port = port;
  }

  async insert(): Promise<void> {
    const socket = net.connect(this.#port, '127.0.0.1').setNoDelay(true);
    await once(socket, 'connect');
    this.#socket = socket;
    this.#powered = false;
    // the reader going away takes the token with it; that is no error of the token
    socket.on('error', () => socket.destroy());
    let received = Buffer.alloc(0);
    socket.on('data', (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE()) {
        const end = 2 + received.readUInt16BE();
        this.#frame(Uint8Array.from(received.subarray(2, end)));
        received = received.subarray(end);
      }
    });
  }

  remove(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #frame(payload: Uint8Array): void {
    if (payload.length === 1) this.#control(payload[0]);
    else if (!this.#powered) this.#loseContact();
    else {
      this.commands.push(payload);
      const reaction = this.react(payload);
      if (reaction === 'leave') this.remove();
      else if (reaction !== 'silence') this.#send(reaction);
    }
  }

  /** A token without power does not answer. Out and in again tells vpcd so without blocking it for ever. */
  #loseContact(): void {
    this.remove();
    void this.insert();
  }

  #control(code: number | undefined): void {
    if (code === GIVE_ATR) this.#send(this.atr);
    else if (code === POWER_ON || code === RESET) this.#powered = true;
    else if (code === POWER_OFF) this.#powered = false;
  }

  #send(payload: Uint8Array): void {
    this.#socket?.write(Buffer.concat([Uint8Array.of(payload.length >> 8, payload.length & 0xff), payload]));
  }
}

export const echo = (command: Uint8Array): Reaction => Uint8Array.from([...command, 0x90, 0x00]);
