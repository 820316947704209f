import { failure } from '../../shared/contract/failure.ts';
import { fail } from '../../shared/contract/result.ts';
import type { TokenSession } from '../reader/port.ts';

/** Milliseconds of a clock that never goes back. */
export type Clock = () => number;
export const steadyClock: Clock = () => performance.now();

/**
 * The same session, which takes no command once `ms` are over. Each command has a limit of its own; a token that uses
 * it up each time would hold its reader for the better part of an hour. Failure then: `token-mute`.
 */
export function within(session: TokenSession, ms: number, now: Clock): TokenSession {
  const until = now() + ms;
  return {
    reader: session.reader,
    atr: session.atr,
    protocol: session.protocol,
    transmit: async (command, options) =>
      now() < until
        ? await session.transmit(command, options)
        : fail(failure('token-mute', `not read within ${ms} ms`, { tokenEffect: 'none' })),
    disconnect: (disposition) => session.disconnect(disposition),
  };
}
