import type { Socket } from 'node:net';

/** One HTTP/1.1 message, as it came (RFC 9112): start line and fields, an empty line, and a body of known length. */
export interface Message {
  readonly startLine: string;
  readonly bytes: Buffer;
  readonly body: Buffer;
}

const END_OF_HEAD = '\r\n\r\n';

/** The first whole message in `bytes`; `undefined` while it is not all there. */
export function firstMessage(bytes: Buffer): Message | undefined {
  const headEnd = bytes.indexOf(END_OF_HEAD);
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const [, length = '0'] = /^content-length: *(\d+)/im.exec(head) ?? [];
  const bodyStart = headEnd + END_OF_HEAD.length;
  const end = bodyStart + Number(length);
  if (bytes.length < end) return undefined;
  const [startLine = ''] = head.split('\r\n');
  return { startLine, bytes: bytes.subarray(0, end), body: bytes.subarray(bodyStart, end) };
}

/** The messages that come in over `socket`, until it ends. */
export async function* messages(socket: Socket): AsyncGenerator<Message> {
  let waiting = Buffer.alloc(0);
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    waiting = Buffer.concat([waiting, chunk]);
    for (let message = firstMessage(waiting); message !== undefined; message = firstMessage(waiting)) {
      waiting = waiting.subarray(message.bytes.length);
      yield message;
    }
  }
}

/** Method and path, without the version. */
export const targetOf = ({ startLine }: Message): string => startLine.replace(/ HTTP\/1\.1$/, '');
