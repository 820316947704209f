import { connect } from 'node:net';
import type { z } from 'zod';
import { failure } from '../shared/contract/failure.ts';
import { fail, ok, type Result } from '../shared/contract/result.ts';
import { type ControlAddress, connectOptions } from './control/address.ts';
import {
  ControlReplySchema,
  type ControlRequestInput,
  type TokenDump,
  TokenDumpSchema,
  type TokenStatus,
  TokenStatusSchema,
} from './control/messages.ts';

const LIMIT_MS = 10_000;

/** Asks the token process at `address` and returns its status afterwards. */
export const controlToken = (
  address: ControlAddress,
  request: Exclude<ControlRequestInput, { do: 'dump' }>,
): Promise<Result<TokenStatus>> => ask(address, request, TokenStatusSchema);

/** All that the token at `address` holds. */
export const dumpToken = (address: ControlAddress): Promise<Result<TokenDump>> =>
  ask(address, { do: 'dump' }, TokenDumpSchema);

/**
 * One request on a connection of its own. Besides the token's own failures: `service-unavailable` when
 * no token process answers there, `internal-error` when its answer is none that this program knows.
 */
async function ask<T>(
  address: ControlAddress,
  request: ControlRequestInput,
  schema: z.ZodType<T>,
): Promise<Result<T>> {
  const line = await exchangeLine(address, JSON.stringify(request));
  if (!line.ok) return line;
  const reply = ControlReplySchema.safeParse(parseJson(line.value));
  if (!reply.success)
    return fail(failure('internal-error', `The token at ${address} answered something unknown.`));
  if (!reply.data.ok) return fail(reply.data.failure);
  const value = schema.safeParse(reply.data.value);
  return value.success
    ? ok(value.data)
    : fail(failure('internal-error', `The token at ${address} answered something unknown.`));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function exchangeLine(address: ControlAddress, request: string): Promise<Result<string>> {
  return new Promise((resolve) => {
    const socket = connect({ ...connectOptions(address), timeout: LIMIT_MS });
    const give = (result: Result<string>): void => {
      resolve(result);
      socket.destroy();
    };
    const unavailable = (why: string): void =>
      give(
        fail(
          failure(
            'service-unavailable',
            `No token is running at ${address}: ${why}. Start or insert one first.`,
          ),
        ),
      );
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const end = text.indexOf('\n');
      if (end >= 0) give(ok(text.slice(0, end)));
    });
    socket.once('connect', () => socket.write(`${request}\n`));
    socket.once('timeout', () => unavailable('it does not answer'));
    socket.once('error', ({ message }) => unavailable(message));
    socket.once('close', () => unavailable('it ended before it answered'));
  });
}
