import type { Failure } from '../../shared/contract/failure.ts';
import { type JournalOptions, openJournal } from './open.ts';
import type { DamageNotice } from './set-aside.ts';

/** How often to look, in ms. Staff who make room on a disk wait for it that long at most. */
const LOOK_EVERY_MS = 30_000;

/**
 * Calls `then` once a journal that could not be opened, for `why`, can be: the disk has room again, its folder is back, the
 * other process is gone. What was done to a damaged one on the way is told by `notice`. A journal that is newer stays
 * so until another program is installed, and is not looked at again.
 */
export function onceJournalOpens(
  options: JournalOptions,
  why: Failure,
  then: (notice: DamageNotice | null) => void,
  everyMs = LOOK_EVERY_MS,
): void {
  if (why.code === 'journal-newer') return;
  const looking = setInterval(() => {
    const opened = openJournal(options);
    if (!opened.ok) return;
    clearInterval(looking);
    opened.value.journal.close();
    then(opened.value.notice);
  }, everyMs);
  looking.unref();
}
