import type { FailureCode } from '../shared/contract/failure.ts';
import type { Outcome } from '../shared/contract/host.ts';

/** Exit codes of `recard`; docs/cli.md lists them for scripts. */
export const EXIT = {
  done: 0,
  /** A mistake in this program. */
  internal: 1,
  /** The command line, a description or the configuration is wrong. */
  usage: 2,
  /** No reader service, no reader, no token process. */
  noReader: 3,
  /** No token came in time, or it left. */
  noToken: 4,
  /** The token cannot be used: foreign, damaged, mute, not writable, it refused a command. */
  token: 5,
  /** The host refused the token, the request or the credentials. */
  refused: 6,
  /** The host could not be reached. */
  hostAway: 7,
  /** An image was not accepted, or did not read back right. */
  image: 8,
  /** The journal or another file could not be used. */
  storage: 9,
  /** The offer was declined, or the command was stopped: nothing was written. */
  declined: 10,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_PREFIX: readonly (readonly [RegExp, ExitCode])[] = [
  [/^(service|reader|binding|card-process)-/, EXIT.noReader],
  [/^token-(removed|reset|swapped)$/, EXIT.noToken],
  [/^token-/, EXIT.token],
  [/^(image|verify|commit)-/, EXIT.image],
  [/^host-(unreachable|timeout|failed)$/, EXIT.hostAway],
  [/^host-/, EXIT.refused],
  [/^(journal|receipt)-/, EXIT.storage],
  [/^(configuration-invalid|request-malformed|action-not-possible)$/, EXIT.usage],
];

export const exitOfFailure = (code: FailureCode): ExitCode =>
  BY_PREFIX.find(([pattern]) => pattern.test(code))?.[1] ?? EXIT.internal;

export const exitOfOutcome = (outcome: Outcome): ExitCode => {
  switch (outcome) {
    case 'updated':
    case 'current':
      return EXIT.done;
    case 'declined':
      return EXIT.declined;
    case 'refused':
      return EXIT.refused;
    case 'interrupted':
      return EXIT.noToken;
    case 'set-aside':
    case 'failed':
      return EXIT.image;
  }
};
