import { failure } from '../../shared/contract/failure.ts';
import type { JobAction } from '../../shared/contract/ipc.ts';
import { isMissing } from '../../shared/contract/transfer.ts';
import type { Screen } from '../../shared/visit/snapshot.ts';
import { EXIT } from '../exit-codes.ts';
import { type Ending, failedAs } from '../visit/ending.ts';
import { gone } from './gone.ts';
import { type JobWishes, type ReplaceWishes, SUGGESTED } from './wishes.ts';

type At<N extends Screen['screen']> = Extract<Screen, { screen: N }>;

/** What the person at the terminal does on a screen of a job. */
export type Move =
  | { readonly type: 'wait' }
  | { readonly type: 'act'; readonly action: JobAction }
  /** Does it if the person agrees. */
  | { readonly type: 'ask'; readonly question: string; readonly action: JobAction }
  | { readonly type: 'end'; readonly ending: Ending };

const WAIT: Move = { type: 'wait' };
const act = (action: JobAction): Move => ({ type: 'act', action });
const end = (ending: Ending): Move => ({ type: 'end', ending });
const usage = (detail: string): Move => end(failedAs(failure('request-malformed', detail)));

/** Nothing was written because of what the host knows. */
const refused = (reason: string, words: string): Move =>
  end({ outcome: 'refused', exit: EXIT.refused, facts: { reason }, reported: true, words });

/** Nothing was written, by choice or because something is left open. */
export const declined = (facts: Ending['facts'], words: string): Ending => ({
  outcome: 'declined',
  exit: EXIT.declined,
  facts,
  reported: true,
  words,
});

/** Finds the customer and the token of theirs that is gone, and reports it. */
function moveOnFind({ customers, busy, failure: why }: At<'find'>, wishes: ReplaceWishes): Move {
  if (why !== null) return end(failedAs(why, {}, true));
  if (busy) return WAIT;
  const { account, number, report } = wishes;
  if (customers === null) {
    if (account !== undefined) return act({ type: 'search', by: 'account', value: account });
    return number === undefined ? WAIT : act({ type: 'search', by: 'number', value: number });
  }
  if (customers.length === 0) return refused('customer-unknown', 'The host knows no such customer or token.');
  const found = gone(customers, wishes);
  if (!found.ok) return usage(found.failure);
  const { tokenId, kind } = found.value;
  const effect = isMissing(report)
    ? 'It is refused everywhere from then on.'
    : 'It works on until the new one has taken over.';
  return {
    type: 'ask',
    question: `Report the ${kind} ending ${tokenId.slice(-4)} as ${report}? ${effect}`,
    action: { type: 'report', tokenId, report },
  };
}

/** Chooses the backup that the new token is to carry. */
function moveOnBackups({ offers, busy, failure: why }: At<'backups'>, { backup }: ReplaceWishes): Move {
  if (why !== null) return end(failedAs(why, {}, true));
  if (busy) return WAIT;
  const offer = offers.find(({ backupId, suggested }) =>
    backup === SUGGESTED ? suggested : backupId === backup,
  );
  if (offer === undefined)
    return backup === SUGGESTED
      ? refused('no-backup', 'There is no backup that could be used.')
      : usage(`--backup ${backup}: there is ${offers.map(({ backupId }) => backupId).join(', ') || 'none'}`);
  return offer.blocked === null
    ? act({ type: 'choose-backup', backupId: offer.backupId })
    : usage(`--backup ${backup}: it cannot be used, ${offer.blocked}`);
}

/** Settles what the command line settles; then the result is written if the person agrees. */
function moveOnCompare({ preview, busy, failure: why }: At<'compare'>, wishes: JobWishes): Move {
  if (why !== null) return end(failedAs(why, {}, true));
  if (busy) return WAIT;
  const conflicts = preview.merge?.conflicts ?? [];
  for (const { id, choices } of conflicts) {
    const choice = wishes.settlements[id];
    if (choice === undefined) continue;
    return choices.includes(choice)
      ? act({ type: 'settle', id, choice })
      : usage(`--settle "${id}=${choice}": it offers ${choices.join(', ') || 'nothing: only the host can'}`);
  }
  if (wishes.preview) {
    const words = 'Shown. Nothing was written.';
    return end({ outcome: 'previewed', exit: EXIT.done, facts: {}, reported: true, words });
  }
  if (preview.bytes === null) {
    const open = conflicts.map(({ id, choices }) => `"${id}" (${choices.join(', ') || 'only by the host'})`);
    const words = `Nothing was written: settle what is open with --settle ID=CHOICE: ${open.join('; ')}.`;
    return end(declined({ reason: 'conflicts-open' }, words));
  }
  return { type: 'ask', question: 'Write this?', action: { type: 'confirm' } };
}

/** The next move on a screen that asks for one. */
export function moveOn(screen: At<'find'> | At<'backups'> | At<'compare'>, wishes: JobWishes): Move {
  if (screen.screen === 'compare') return moveOnCompare(screen, wishes);
  if (wishes.replace === null) throw new Error(`${screen.screen} in a job to ${wishes.job}`);
  return screen.screen === 'find'
    ? moveOnFind(screen, wishes.replace)
    : moveOnBackups(screen, wishes.replace);
}
