import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { NewIntent } from '../../src/main/journal/intents.ts';
import type { Journal } from '../../src/main/journal/journal.ts';
import { openJournal } from '../../src/main/journal/open.ts';
import { NOON, sampleIntent, sampleOutcome } from '../../src/main/journal/testing/samples.ts';
import { digestOf } from '../../src/shared/image/envelope.ts';
import { must } from '../../src/shared/testing/results.ts';
import type { Random } from '../random.ts';

/** Something that the journal must not lose, and bytes by which its pages are known. */
export interface Kept {
  readonly kind: 'intent' | 'outcome';
  readonly id: string;
  readonly samples: readonly Uint8Array[];
}

export interface Filled {
  readonly main: Uint8Array;
  readonly wal: Uint8Array | null;
  readonly kept: readonly Kept[];
}

const SAMPLE_BYTES = 24;
const now = () => NOON;
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

function opensIntent(journal: Journal, random: Random): NewIntent {
  const image = random.bytes(random.between(300, 9_000));
  const digest = digestOf(image);
  const draft = sampleIntent({
    image,
    afterDigest: digest,
    tokenId: randomUUID().replaceAll('-', '').slice(16),
  });
  const intent = { ...draft, decision: { ...draft.decision, digest } };
  must(journal.openIntent(intent));
  return intent;
}

const keptIntent = ({ id, image }: NewIntent): Kept => {
  const samples = [ascii(id)];
  for (let at = 0; at + SAMPLE_BYTES <= image.length; at += 200)
    samples.push(image.slice(at, at + SAMPLE_BYTES));
  return { kind: 'intent', id, samples };
};

/** In its row the id is followed by the report; the first revision takes no byte. Other rows have the id as well. */
const keptOutcome = (visitId: string): Kept => ({
  kind: 'outcome',
  id: visitId,
  samples: [ascii(`${visitId}{"kiosk"`)],
});

/** Fills a journal as visits do, open and ended ones, told and untold. */
function fill(journal: Journal, random: Random): Kept[] {
  const kept: Kept[] = [];
  for (let left = random.between(3, 60); left > 0; left--) {
    const kind = random.below(4);
    if (kind === 0) kept.push(keptIntent(opensIntent(journal, random)));
    else if (kind === 1) {
      const { id, visitId } = opensIntent(journal, random);
      must(journal.closeIntentWithOutcome(id, sampleOutcome({ outcome: 'updated' })));
      kept.push(keptOutcome(visitId));
    } else {
      const visitId = randomUUID();
      must(journal.logVisitStarted(visitId, '00112233445566ff'));
      const entry = must(journal.enqueueOutcome(visitId, sampleOutcome()));
      if (kind === 3) must(journal.markDelivered(entry.id));
      else kept.push(keptOutcome(visitId));
    }
  }
  return kept;
}

/** A journal's files: of a kiosk that was switched off, or of one that died and left a log. */
export function filledJournal(folder: string, random: Random): Filled {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'journal.db');
  let { journal } = must(openJournal({ path: file, now }));
  const kept = fill(journal, random);
  if (random.chance(0.3)) {
    journal.close();
    ({ journal } = must(openJournal({ path: file, now })));
    kept.push(...fill(journal, random));
  }
  const isSwitchedOff = random.chance(0.4);
  if (isSwitchedOff) journal.close();
  const copies = ['', '-wal'].map((suffix) => {
    const copy = `${file}${suffix}.copy`;
    if (existsSync(file + suffix)) copyFileSync(file + suffix, copy);
    return existsSync(copy) ? new Uint8Array(readFileSync(copy)) : null;
  });
  if (!isSwitchedOff) journal.close();
  const [main, wal = null] = copies;
  if (main === undefined || main === null) throw new Error('the journal has no file');
  return { main, wal, kept };
}
