import { failure } from '../../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { Protocol, TokenSession } from '../../reader/port.ts';

/** The far end of a session in process: the software token is one. */
export interface TokenEnd {
  readonly atr: Uint8Array;
  readonly protocol: Protocol;
  transmit(
    command: Uint8Array,
  ): Promise<
    | { readonly kind: 'response'; readonly bytes: Uint8Array }
    | { readonly kind: 'removed' }
    | { readonly kind: 'mute' }
  >;
}

/** A session that remembers what went over it. */
export interface RecordedSession extends TokenSession {
  readonly commands: readonly Uint8Array[];
  /** Bytes of all commands and responses, headers and status words included. */
  bytes(): number;
}

/** A session with a token in process, as ReaderPort describes it: once the token is gone it stays dead. */
export function sessionOver(end: TokenEnd): RecordedSession {
  const commands: Uint8Array[] = [];
  let bytes = 0;
  let gone = false;
  const transmit = async (command: Uint8Array): Promise<Result<Uint8Array>> => {
    if (gone) return fail(failure('token-removed', 'the session is over'));
    commands.push(command);
    bytes += command.length;
    const answer = await end.transmit(command);
    if (answer.kind === 'mute') return fail(failure('token-mute', 'no answer'));
    if (answer.kind === 'removed') {
      gone = true;
      return fail(failure('token-removed', 'pulled'));
    }
    bytes += answer.bytes.length;
    return ok(answer.bytes);
  };
  return {
    reader: 'in process',
    atr: end.atr,
    protocol: end.protocol,
    transmit,
    disconnect: async () => {},
    commands,
    bytes: () => bytes,
  };
}
