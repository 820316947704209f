import { type Failure, failure } from '../../shared/contract/failure.ts';
import type { Outcome } from '../../shared/contract/host.ts';
import type { Receipt, Screen } from '../../shared/visit/snapshot.ts';
import { EXIT, type ExitCode, exitOfFailure, exitOfOutcome } from '../exit-codes.ts';
import { wordsOf } from '../output.ts';

/** How a visit or a job ended, as `recard` tells it. */
export interface Ending {
  /** `previewed`: it was shown, and no more was wanted. */
  readonly outcome: Outcome | 'previewed';
  readonly exit: ExitCode;
  readonly facts: Readonly<Record<string, unknown>>;
  /** The host is told the outcome of a visit that it was asked about. */
  readonly reported: boolean;
  readonly words: string;
  readonly receipt?: Receipt;
}

type At<N extends Screen['screen']> = Extract<Screen, { screen: N }>;

function doneAs({ outcome, receipt, token }: At<'done'>): Ending {
  const words =
    receipt === null
      ? outcome === 'current'
        ? 'There is nothing to do: the token is up to date.'
        : 'Declined: nothing was written.'
      : `Updated: ${receipt.bytesWritten} bytes written, image of ${receipt.imageBytes} bytes read back and equal, ` +
        `request ${receipt.requestCleared ? 'cleared' : 'not on the token'}.`;
  return {
    outcome,
    exit: exitOfOutcome(outcome),
    facts: { token },
    reported: true,
    words,
    ...(receipt === null ? {} : { receipt }),
  };
}

/** The token itself cannot be used; any other reason is the host's. */
const UNUSABLE: readonly At<'refused'>['reason'][] = ['token-foreign', 'token-damaged'];

const refusedAs = ({ reason, reference, token }: At<'refused'>, wrote: boolean): Ending => ({
  outcome: 'refused',
  exit: UNUSABLE.includes(reason) ? EXIT.token : EXIT.refused,
  facts: { reason, reference, token },
  reported: token !== null,
  words:
    `Refused: ${reason}${reference === null ? '' : `, reference ${reference}`}.` +
    // One that was known before was torn while it was written.
    (wrote || (reason === 'token-damaged' && token !== null) ? '' : ' Nothing was written.'),
});

const setAsideAs = ({ reason, reference, token }: At<'refused'>): Ending => ({
  outcome: 'set-aside',
  exit: EXIT.image,
  facts: { reason, reference, token },
  reported: true,
  words:
    `Set aside: the token did not take the write, reference ${reference ?? '-'}. ` +
    `${token?.oneSlot ? 'It cannot be used before it was written' : 'It holds the image before it'}; ask staff.`,
});

const removedAs = ({ token }: At<'removed'>, why: Failure): Ending => ({
  outcome: 'interrupted',
  exit: exitOfFailure(why.code),
  facts: { token, failure: why },
  reported: true,
  words:
    `The write was interrupted: ${why.code}. ` +
    `${token.oneSlot ? 'The token cannot be used until it is finished' : 'The token holds the image before it or the new one, whole'}; ` +
    'put the token back and visit again, and the write is finished.',
});

/** An end with a failure: `why` is told as it is. */
export const failedAs = (why: Failure, facts: Ending['facts'] = {}, reported = false): Ending => ({
  outcome: 'failed',
  exit: exitOfFailure(why.code),
  facts: { ...facts, failure: why },
  reported,
  words: wordsOf(why),
});

/** Nothing was written because no token came, it left early, or the person at the terminal stopped. */
export const unstartedAs = (
  reason: 'no-token' | 'token-removed' | 'stopped',
  exit: ExitCode,
  words: string,
): Ending => ({
  outcome: 'interrupted',
  exit,
  facts: { reason },
  reported: reason === 'token-removed',
  words,
});

/**
 * The end that `screen` shows, or `null` while the visit goes on. `last` is the last step that failed: a write
 * that is interrupted shows the customer only that the token is to be put back. `wrote`: a token was written before.
 */
export function endingOf(screen: Screen, last: Failure | null, wrote = false): Ending | null {
  switch (screen.screen) {
    case 'done':
      return doneAs(screen);
    case 'refused':
      return screen.reason === 'set-aside' ? setAsideAs(screen) : refusedAs(screen, wrote);
    case 'removed':
      return removedAs(screen, last ?? failure('token-removed', 'taken during the write'));
    case 'trouble':
      return failedAs(screen.failure, { token: screen.token }, screen.token !== null);
    case 'offline': {
      const away = last ?? failure('host-unreachable');
      const state = screen.token?.halfWritten ? 'cannot be used until its write is finished' : 'is unchanged';
      const words = `The host is away. The token ${state}: come again later.`;
      const facts = { token: screen.token, reason: 'offline', failure: away };
      return { outcome: 'interrupted', exit: EXIT.hostAway, facts, reported: true, words };
    }
    case 'attract':
    case 'reading':
    case 'deciding':
    case 'offer':
    case 'restoring':
    case 'verifying':
    case 'find':
    case 'backups':
    case 'present':
    case 'comparing':
    case 'compare':
      return null;
  }
}
