import { unlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { type ControlAddress, connectOptions } from './address.ts';
import { ControlRequestSchema } from './messages.ts';
import { type Controlled, perform } from './perform.ts';

async function answer(line: string, controlled: Controlled): Promise<Result<unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return fail(failure('request-malformed', 'The line is not JSON.'));
  }
  const request = ControlRequestSchema.safeParse(json);
  if (request.success) return perform(request.data, controlled);
  const issues = request.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'request'}: ${message}`,
  );
  return fail(failure('request-malformed', issues.join('; ')));
}

async function serve(socket: Socket, controlled: Controlled): Promise<void> {
  for await (const line of createInterface({ input: socket })) {
    const reply = await answer(line, controlled);
    if (!socket.destroyed) socket.write(`${JSON.stringify(reply)}\n`);
  }
}

/** Whether somebody answers at the address: what a process that was killed leaves behind does not. */
const answered = (address: ControlAddress): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(connectOptions(address));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

function listen(address: ControlAddress, controlled: Controlled): Promise<Result<Server, string>> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      // A client that goes away in mid-sentence concerns nobody: the next one starts afresh.
      socket.on('error', () => socket.destroy());
      serve(socket, controlled).catch(() => socket.destroy());
    });
    server.once('error', ({ message }) => resolve(fail(message)));
    server.listen(connectOptions(address), () => resolve(ok(server)));
  });
}

/** Takes control requests at `address`. Failure: `action-not-possible` when that is taken or not allowed. */
export async function serveControl(address: ControlAddress, controlled: Controlled): Promise<Result<Server>> {
  if (await answered(address))
    return fail(
      failure(
        'action-not-possible',
        `Another token is controlled at ${address}. Quit it, or name another address.`,
      ),
    );
  const options = connectOptions(address);
  if ('path' in options && process.platform !== 'win32') removeStale(options.path);
  const server = await listen(address, controlled);
  return server.ok
    ? server
    : fail(failure('action-not-possible', `Nothing can be controlled at ${address}: ${server.failure}`));
}

function removeStale(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
