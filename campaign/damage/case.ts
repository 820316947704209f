import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type OpenedJournal, openJournal } from '../../src/main/journal/open.ts';
import { NOON, sampleIntent, sampleOutcome } from '../../src/main/journal/testing/samples.ts';
import { equalBytes } from '../../src/shared/image/bytes.ts';
import { must } from '../../src/shared/testing/results.ts';
import type { Random } from '../random.ts';
import { Broken } from '../tear/broken.ts';
import type { Recovered } from '../tear/case.ts';
import { type Damage, damaged, type Files } from './damages.ts';
import { filledJournal } from './filled.ts';
import { legible } from './legible.ts';

const now = () => NOON;

const bytesOf = (file: string): Uint8Array | null =>
  existsSync(file) ? new Uint8Array(readFileSync(file)) : null;

const isSame = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : equalBytes(a, b);

function checkKeptBeside(file: string, { notice }: OpenedJournal, files: Files): void {
  if (notice === null) return;
  if (!isSame(bytesOf(notice.setAside), files.main))
    throw new Broken('lost-or-doubled', 'the damaged file is not kept as it was');
  if (files.wal !== null && !isSame(bytesOf(`${notice.setAside}-wal`), files.wal))
    throw new Broken('lost-or-doubled', 'its log is not kept as it was');
  const strays = readdirSync(path.dirname(file)).filter((name) => name.includes('.fresh'));
  if (strays.length > 0) throw new Broken('unexpected', `left behind: ${strays}`);
}

function checkWorks({ journal }: OpenedJournal): void {
  const intent = sampleIntent({ tokenId: 'fedcba9876543210' });
  must(journal.openIntent(intent));
  must(journal.closeIntentWithOutcome(intent.id, sampleOutcome({ outcome: 'updated' })));
}

/** Damages a journal and opens it: it opens, or is set aside with all that was legible carried over. */
export async function runCase(folder: string, damage: Damage, random: Random): Promise<Recovered> {
  const whole = filledJournal(path.join(folder, 'whole'), random);
  const other = filledJournal(path.join(folder, 'other'), random);
  const files = damaged(whole, other, damage, random);
  const file = path.join(folder, 'kiosk', 'journal.db');
  mkdirSync(path.dirname(file));
  if (files.main !== null) writeFileSync(file, files.main);
  if (files.wal !== null) writeFileSync(`${file}-wal`, files.wal);
  const begun = performance.now();
  const opened = openJournal({ path: file, now });
  const recoveryMs = performance.now() - begun;
  if (!opened.ok) {
    if (!isSame(bytesOf(file), files.main))
      throw new Broken('lost-or-doubled', 'it was refused, and changed');
    throw new Broken('needed-staff', `${opened.failure.code}: ${opened.failure.detail}`);
  }
  const { journal, notice } = opened.value;
  try {
    checkKeptBeside(file, opened.value, files);
    const intents = new Set(must(journal.openIntents()).map(({ id }) => id));
    const outcomes = new Set(must(journal.due(NOON, 10_000)).map(({ visitId }) => visitId));
    const lost = legible(whole, files).filter(
      ({ kind, id }) => !(kind === 'intent' ? intents : outcomes).has(id),
    );
    // A log that is gone or whole but another kiosk's says nothing of what there was.
    if (lost.length > 0 && (notice !== null || !/of another|missing/.test(damage)))
      throw new Broken(
        'lost-or-doubled',
        `${lost.length} of ${whole.kept.length} legible entries (${lost.map(({ kind }) => kind)}) were not kept, ${notice === null ? 'and nothing said' : JSON.stringify(notice.salvaged)}`,
      );
    checkWorks(opened.value);
  } finally {
    journal.close();
  }
  return { cuts: notice === null ? 0 : 1, recoveryMs };
}
