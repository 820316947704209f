import { failure } from '../../shared/contract/failure.ts';
import { assertNever, fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Tap } from '../tap.ts';
import { bookTransaction, clearIndicator, setIndicator } from '../terminal/terminal.ts';
import type { VirtualToken } from '../token.ts';
import type { ControlRequest, TokenDump, TokenStatus } from './messages.ts';
import { dumpOf, statusOf } from './report.ts';

const STILL_THERE = 'The token is in its reader: remove it, or wait until its tap is over.';

/** What can be asked of a token, and the reader that it is put into. */
export interface Controlled {
  readonly token: VirtualToken;
  insert(tap?: Tap): Promise<Result<void>>;
  quit(): void;
}

/** Does what was asked and answers with the token's status after it, or with its dump. */
export async function perform(
  request: ControlRequest,
  controlled: Controlled,
): Promise<Result<TokenStatus | TokenDump>> {
  if (request.do === 'dump') return ok(dumpOf(controlled.token));
  const done = await act(request, controlled);
  return done.ok ? ok(statusOf(controlled.token)) : done;
}

async function act(
  request: Exclude<ControlRequest, { do: 'dump' }>,
  { token, insert, quit }: Controlled,
): Promise<Result<unknown>> {
  switch (request.do) {
    case 'status':
      return ok(undefined);
    case 'insert':
      return token.present ? ok(undefined) : insert();
    case 'tap': {
      const { do: _what, ...tap } = request;
      return token.present ? fail(failure('action-not-possible', STILL_THERE)) : insert(tap);
    }
    case 'remove':
      return ok(token.remove());
    case 'arm':
      return ok(token.arm(request.fault));
    case 'disarm':
      return ok(token.disarm());
    case 'log':
      return bookTransaction(token, request.transaction);
    case 'indicator-set': {
      const { requestId, reason, requestedAt } = request;
      return setIndicator(token, { state: 'requested', requestId, reason, requestedAt });
    }
    case 'indicator-clear':
      return clearIndicator(token);
    case 'quit':
      return ok(quit());
    default:
      return assertNever(request);
  }
}
