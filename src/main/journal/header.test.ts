import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from './open.ts';
import { must, NOON, sampleIntent, sampleOutcome, scratch, TOKEN } from './testing/samples.ts';

const now = () => NOON;
const HEADER_BYTES = 100;
const LOG_HEADER_BYTES = 32;
const INTENTS = 3;
const OUTCOMES = 5;
let path: string;
let remove: () => void;
beforeEach(() => {
  ({ path, remove } = scratch());
});
afterEach(() => remove());

interface Files {
  readonly main: Buffer;
  /** `null` of a kiosk that was switched off. */
  readonly wal: Buffer | null;
}

/** A journal's files, as they are when the kiosk is killed or, after that, switched off in good order. */
function filled(): { readonly killed: Files; readonly closed: Files } {
  const { journal } = must(openJournal({ path, now }));
  for (let n = 0; n < INTENTS; n++) must(journal.openIntent(sampleIntent({ tokenId: `${n}`.repeat(16) })));
  for (let n = 0; n < OUTCOMES; n++) must(journal.enqueueOutcome(crypto.randomUUID(), sampleOutcome()));
  const killed = { main: readFileSync(path), wal: readFileSync(`${path}-wal`) };
  journal.close();
  return { killed, closed: { main: readFileSync(path), wal: null } };
}

function put({ main, wal }: Files): void {
  rmSync(dirname(path), { recursive: true });
  mkdirSync(dirname(path));
  writeFileSync(path, main);
  if (wal !== null) writeFileSync(`${path}-wal`, wal);
}

const flipped = (bytes: Buffer, at: number, mask: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
};

/** What a kiosk finds in the journal that it opens, and whether it can write to it. */
function found() {
  const { journal, notice } = must(openJournal({ path, now }));
  const intents = must(journal.openIntents()).length;
  const outcomes = must(journal.outboxCounts()).queued;
  must(journal.openIntent(sampleIntent({ tokenId: 'fedcba9876543210' })));
  journal.close();
  return { intents, outcomes, notice };
}
const ALL = { intents: INTENTS, outcomes: OUTCOMES };

test('whichever byte of a journal’s header is damaged, nothing is lost and nobody is needed', () => {
  const { closed } = filled();
  for (let at = 0; at < HEADER_BYTES; at++)
    for (const mask of at === 18 || at === 47 || (at >= 60 && at < 72) ? [1, 0x80] : [1 << (at % 8)]) {
      put({ ...closed, main: flipped(closed.main, at, mask) });
      expect({ at, mask, ...found() }).toMatchObject(ALL);
    }
});

test('whichever byte of the log’s header is damaged, what was committed in it is found', () => {
  const { killed } = filled();
  for (let at = 0; at < LOG_HEADER_BYTES; at++) {
    put({ ...killed, wal: killed.wal && flipped(killed.wal, at, 1) });
    const { notice, ...rest } = found();
    expect({ at, ...rest }).toMatchObject(ALL);
  }
});

test('a log whose database is missing or empty is read by itself, and kept', () => {
  const { killed } = filled();
  for (const harm of [() => rmSync(path), () => truncateSync(path)]) {
    put(killed);
    harm();
    const { notice, ...rest } = found();
    expect(rest).toEqual(ALL);
    expect(readFileSync(`${notice?.setAside}-wal`)).toEqual(killed.wal);
  }
});

test('a version of the header that the tables do not bear out is damage, told as such', () => {
  const { closed } = filled();
  put({ ...closed, main: flipped(closed.main, 63, 1) });
  expect(found().notice).toMatchObject({
    failure: { code: 'journal-damaged', detail: expect.stringContaining('tables are those of version 2') },
    salvaged: { incomplete: false },
  });
});

test('a fresh journal that was not complete when the kiosk died is not put in place', () => {
  const { killed } = filled();
  put(killed);
  // The database is missing, and the kiosk died while it salvaged the log.
  renameSync(path, `${path}.fresh`);
  truncateSync(`${path}.fresh`);
  expect(found()).toMatchObject(ALL);
  expect(readdirSync(dirname(path)).filter((name) => name.includes('.fresh'))).toEqual([]);
});

test('what is no file in the journal’s place is told with what to do, and nothing waits for it', () => {
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(dirname(path), { recursive: true });
    mkdirSync(path + suffix, { recursive: true });
    const opened = openJournal({ path, now });
    const detail = `${path}${suffix} is no file: move it away`;
    expect(opened).toMatchObject({ failure: { code: 'journal-unavailable', detail } });
  }
});

test('a write that was closed since is not opened again by an older version of it', () => {
  const first = must(openJournal({ path, now })).journal;
  const closed = must(first.openIntent(sampleIntent()));
  const told = must(first.enqueueOutcome(crypto.randomUUID(), sampleOutcome()));
  first.close();
  const { journal } = must(openJournal({ path, now }));
  must(journal.closeIntentWithOutcome(closed.id, sampleOutcome({ outcome: 'updated' })));
  must(journal.markDelivered(told.id));
  const open = must(journal.openIntent(sampleIntent()));
  const killed = { main: readFileSync(path), wal: readFileSync(`${path}-wal`) };
  journal.close();
  // SQLite sees what there was before the log: the first write open, for the same token as the second.
  put({ ...killed, wal: flipped(killed.wal, LOG_HEADER_BYTES + 24, 1) });
  const again = must(openJournal({ path, now }));
  expect(again.notice?.failure.code).toBe('journal-damaged');
  expect(must(again.journal.openIntentOf(TOKEN))).toEqual(open);
  const waiting = must(again.journal.due(NOON, 10)).map(({ visitId }) => visitId);
  expect(waiting).toEqual([closed.visitId]);
  again.journal.close();
});
