import type { Socket } from 'node:net';
import type { z } from 'zod';

/** Takes one message per line of JSON. What a process had not ended when it was killed is no message. */
export function onMessages<T>(socket: Socket, schema: z.ZodType<T>, take: (message: T) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  // What went wrong is followed by `close`, which every user of a socket here listens to.
  socket.on('error', () => {});
  socket.on('data', (text) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(schema.parse(JSON.parse(line)));
  });
}

export function post(socket: Socket, message: unknown): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}
