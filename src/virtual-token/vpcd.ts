import { connect, type Socket } from 'node:net';
import { failure } from '../shared/contract/failure.ts';
import { fail, ok, type Result } from '../shared/contract/result.ts';
import { concatBytes } from '../shared/image/bytes.ts';
import type { InProcessToken } from './in-process.ts';
import type { Tap } from './tap.ts';

/**
 * Port of the first virtual reader; the second listens one higher. Below those that Linux gives to connections
 * (ip_local_port_range, from 32,768): vsmartcard's own, 35,963, is one of them, and while a connection has it, or had it
 * within the last minute, no reader can listen there.
 */
export const VPCD_PORT = 27_963;
/** Where the first one listens in a pcscd that was started without Recard. */
export const STOCK_VPCD_PORT = 35_963;

/** A message of one byte is an order of the reader (vpcd.h); only the last one is answered. */
const ORDER = { off: 0, on: 1, reset: 2, answerToReset: 4 };
const MAX_MESSAGE = 0xffff;
const WRONG_LENGTH = Uint8Array.of(0x67, 0x00);

/** Frames of vpcd: two bytes of length, most significant first, then the message. */
function frame(message: Uint8Array): Uint8Array {
  const body = message.length > MAX_MESSAGE ? WRONG_LENGTH : message;
  return concatBytes(Uint8Array.of(body.length >> 8, body.length & 0xff), body);
}

/** Takes whole messages off the front of what has arrived, and returns the rest. */
function unframe(arrived: Uint8Array, each: (message: Uint8Array) => void): Uint8Array {
  let rest = arrived;
  for (;;) {
    const length = ((rest[0] ?? 0) << 8) | (rest[1] ?? 0);
    if (rest.length < 2 || rest.length < 2 + length) return rest;
    each(rest.slice(2, 2 + length));
    rest = rest.slice(2 + length);
  }
}

async function handle(message: Uint8Array, token: InProcessToken, socket: Socket): Promise<void> {
  if (message.length === 1) {
    if (message[0] === ORDER.answerToReset) socket.write(frame(token.atr));
    else token.power();
    return;
  }
  const exchange = await token.transmit(message);
  if (exchange.kind === 'response' && !socket.destroyed) socket.write(frame(exchange.bytes));
}

/**
 * Puts the token into a virtual reader: it stays until it is removed or torn or its tap is over, which drops the
 * connection, or until the reader goes away, which removes the token. It never dials again by itself.
 * Failure: `service-unavailable` when no vpcd listens.
 */
export function insertIntoVpcd(
  token: InProcessToken,
  port: number,
  host = '127.0.0.1',
  tap: Tap = {},
): Promise<Result<void>> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    let rest: Uint8Array = new Uint8Array(0);
    let work = Promise.resolve();
    socket.setNoDelay(true);
    socket.once('connect', () => {
      token.insert(tap);
      const stop = token.token.onPresence(() => {
        if (token.token.present) return;
        stop();
        socket.destroy();
      });
      socket.once('close', () => token.token.remove());
      resolve(ok(undefined));
    });
    socket.on('data', (data) => {
      rest = unframe(concatBytes(rest, data), (message) => {
        work = work.then(() => handle(message, token, socket));
      });
    });
    // Before the connection this is the answer; afterwards `close` follows and removes the token.
    socket.on('error', ({ message }) =>
      resolve(
        fail(
          failure(
            'service-unavailable',
            `No virtual reader at ${host}:${port}: ${message}. Start pcscd with vpcd.`,
          ),
        ),
      ),
    );
  });
}
