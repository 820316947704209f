import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Journal } from '../../src/main/journal/journal.ts';
import { openJournal } from '../../src/main/journal/open.ts';
import { NOON, sampleIntent, sampleOutcome, TOKEN } from '../../src/main/journal/testing/samples.ts';
import { equalBytes } from '../../src/shared/image/bytes.ts';
import { must } from '../../src/shared/testing/results.ts';
import type { Random } from '../random.ts';
import { scratchFolder } from '../scratch.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { Harmed, type Surface, type Verdict } from './surface.ts';

const now = () => NOON;
/** The first bytes of the file say how the rest is to be read. */
const HEADER_BYTES = 100;

/** A journal with something of everything, as the bytes of its file. */
function wholeJournal(folder: string): Uint8Array {
  const file = path.join(folder, 'whole.db');
  const { journal } = must(openJournal({ path: file, now }));
  const intent = sampleIntent();
  must(journal.openIntent(intent));
  must(journal.openIntent(sampleIntent({ tokenId: '00112233445566aa' })));
  for (let n = 0; n < 12; n++) {
    const visitId = crypto.randomUUID();
    must(journal.logVisitStarted(visitId, TOKEN));
    must(journal.enqueueOutcome(visitId, sampleOutcome()));
  }
  must(journal.closeIntentWithOutcome(intent.id, sampleOutcome({ outcome: 'updated' })));
  journal.close();
  return new Uint8Array(readFileSync(file));
}

function mutateFile(random: Random, whole: Uint8Array): Uint8Array {
  if (random.chance(0.4)) return mutateBytes(random, whole);
  // Pages that are swapped, zeroed or changed in a few bytes keep the file's length.
  const copy = whole.slice();
  const page = 4096 * random.below(copy.length / 4096);
  const other = 4096 * random.below(copy.length / 4096);
  const kind = random.below(4);
  if (kind === 0) copy.fill(random.pick([0, 0xff]), page, page + 4096);
  else if (kind === 1) copy.copyWithin(page, other, other + 4096);
  else
    for (let n = 0; n < 8; n++)
      copy[page + random.below(kind === 2 ? HEADER_BYTES : 4096)] = random.bits() & 0xff;
  return copy;
}

/** Everything that a kiosk asks its journal: answers and failures, never an exception. */
function askEverything(journal: Journal): void {
  for (const asked of [
    journal.openIntents(),
    journal.openIntentOf(TOKEN),
    journal.outboxCounts(),
    journal.rejectedOutcomes(10),
    journal.nextDueAt(),
    journal.due(NOON, 100),
    journal.slotContent(TOKEN, 'a'.repeat(64)),
    journal.logVisitStarted(crypto.randomUUID(), TOKEN),
    journal.openIntent(sampleIntent({ tokenId: '00112233445566cc' })),
    journal.enqueueOutcome(crypto.randomUUID(), sampleOutcome()),
    journal.prune(0),
  ])
    if (
      !asked.ok &&
      !asked.failure.code.startsWith('journal-') &&
      asked.failure.code !== 'action-not-possible'
    )
      throw new Harmed('wrong-answers', `the journal answers ${asked.failure.code}: ${asked.failure.detail}`);
}

function check(folder: string, bytes: Uint8Array): Verdict {
  const file = path.join(folder, 'kiosk', 'journal.db');
  rmSync(path.dirname(file), { recursive: true, force: true });
  must(openJournal({ path: file, now })).journal.close();
  writeFileSync(file, bytes);
  const opened = openJournal({ path: file, now });
  if (!opened.ok) {
    if (!equalBytes(new Uint8Array(readFileSync(file)), bytes))
      throw new Harmed('effects', 'a journal that was refused was changed');
    return 'refused';
  }
  const { journal, notice } = opened.value;
  try {
    if (notice !== null && !equalBytes(new Uint8Array(readFileSync(notice.setAside)), bytes))
      throw new Harmed('effects', 'a damaged journal was not kept as it was');
    askEverything(journal);
  } finally {
    journal.close();
  }
  return 'accepted';
}

/** Files of the kiosk's journal: opened, refused, or set aside with what is readable carried over. */
export const journalFile: Surface = {
  name: 'journal',
  share: 4,
  open: async () => {
    const { folder, remove } = scratchFolder('fuzz-journal');
    const whole = wholeJournal(folder);
    return { input: (random) => check(folder, mutateFile(random, whole)), close: remove };
  },
};
