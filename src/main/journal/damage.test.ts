import { randomBytes, randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MIGRATIONS, type Migration } from './migrations/all.ts';
import { openDatabase, openJournal, readJournal } from './open.ts';
import { must, NOON, sampleIntent, sampleOutcome, scratch } from './testing/samples.ts';

let folder: string;
let path: string;
let remove: () => void;
const now = () => NOON;
const PAGE = 4096;

beforeEach(() => {
  ({ folder, path, remove } = scratch());
});
afterEach(() => remove());

/** Fills a journal so that its tables have many pages, and closes it. */
function fill(intents: number, outcomes: number) {
  const { journal } = must(openJournal({ path, now }));
  const ids = Array.from({ length: intents }, (_, n) =>
    must(journal.openIntent(sampleIntent({ tokenId: n.toString(16).padStart(16, '0') }))),
  );
  for (let n = 0; n < outcomes; n++) must(journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  must(journal.countFailedPin());
  must(journal.writeSetting('language', 'de'));
  journal.close();
  return ids;
}

/** Overwrites the leaf page at `part` (0 to 1) of `table` with noise, as a failing disk does. */
function spoil(table: string, part = 0.5) {
  const db = new Database(path);
  const root = db
    .prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?')
    .pluck()
    .get(table);
  db.close();
  const file = readFileSync(path);
  const start = ((root ?? 0) - 1) * PAGE;
  // An interior table page (fileformat2, 1.6): type 5, cell count at 3, cell pointers from 12.
  expect(file[start]).toBe(5);
  const cell = Math.floor(file.readUInt16BE(start + 3) * part);
  const child = file.readUInt32BE(start + file.readUInt16BE(start + 12 + 2 * cell));
  const handle = openSync(path, 'r+');
  writeSync(handle, randomBytes(PAGE), 0, PAGE, (child - 1) * PAGE);
  closeSync(handle);
}

test('a damaged journal is set aside unchanged and all that is readable is carried over', () => {
  fill(30, 200);
  spoil('outbox');
  const before = readFileSync(path);
  const { journal, notice } = must(openJournal({ path, now }));
  expect(notice).toMatchObject({
    failure: { code: 'journal-damaged' },
    setAside: `${path}.damaged-20261122T130507Z`,
    salvaged: { intents: 30, incomplete: true },
  });
  expect(readFileSync(notice?.setAside ?? '').equals(before)).toBe(true);
  const saved = must(journal.outboxCounts()).queued;
  expect(saved).toBe(notice?.salvaged.outcomes);
  // One page of about ten holds the rest.
  expect(saved).toBeGreaterThan(170);
  expect(saved).toBeLessThan(200);
  expect(must(journal.openIntents())).toHaveLength(30);
  expect(must(journal.pinAttempts()).failed).toBe(1);
  expect(must(journal.readSetting('language'))).toBe('de');
  must(journal.enqueueOutcome(randomUUID(), sampleOutcome()));
  journal.close();
  const again = must(openJournal({ path, now }));
  expect(again.notice).toBeNull();
  again.journal.close();
});

test('a look at a journal that a kiosk has in use changes nothing there, damaged or not', () => {
  fill(30, 200);
  const kiosk = must(openJournal({ path, now })).journal;
  const look = must(readJournal({ path, now }));
  expect(must(look.openIntents())).toHaveLength(30);
  expect(look.enqueueOutcome(randomUUID(), sampleOutcome())).toMatchObject({ ok: false });
  look.close();
  kiosk.close();
  spoil('outbox');
  const before = readFileSync(path);
  expect(readJournal({ path, now })).toMatchObject({ ok: false, failure: { code: 'journal-damaged' } });
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
});

test('intents on both sides of a damaged page are saved', () => {
  const intents = fill(60, 3);
  spoil('intent');
  const { journal, notice } = must(openJournal({ path, now }));
  const open = must(journal.openIntents());
  expect(open).toHaveLength(notice?.salvaged.intents ?? -1);
  expect(open.length).toBeGreaterThan(40);
  expect(intents).toEqual(expect.arrayContaining(open));
  expect([open[0], open.at(-1)]).toEqual([intents[0], intents.at(-1)]);
  expect(must(journal.outboxCounts()).queued).toBe(3);
  journal.close();
});

test('rows between two damaged pages are found one by one', () => {
  fill(0, 400);
  for (const part of [0.2, 0.8]) spoil('outbox', part);
  const { journal } = must(openJournal({ path, now }));
  const saved = must(journal.due(NOON, 1_000)).map(({ id }) => id);
  expect(saved).toEqual(expect.arrayContaining([1, 195, 200, 205, 400]));
  expect(saved.length).toBeGreaterThan(340);
  expect(saved.length).toBeLessThan(400);
  journal.close();
});

test('a file that is no database at all is set aside and a fresh journal begun', () => {
  const noise = randomBytes(3 * PAGE);
  writeFileSync(path, noise);
  const { journal, notice } = must(openJournal({ path, now }));
  expect(notice?.salvaged).toEqual({ intents: 0, outcomes: 0, others: 0, incomplete: true });
  expect(readFileSync(notice?.setAside ?? '').equals(noise)).toBe(true);
  must(journal.openIntent(sampleIntent()));
  journal.close();
});

test('two damages in one second keep both files', () => {
  for (const content of ['first', 'second']) {
    writeFileSync(path, content.repeat(200));
    must(openJournal({ path, now })).journal.close();
  }
  const kept = readdirSync(folder).filter((file) => file.includes('.damaged-'));
  expect(kept.map((file) => readFileSync(`${folder}/${file}`, 'latin1').slice(0, 5)).sort()).toEqual([
    'first',
    'secon',
  ]);
});

test('a damaged older journal is salvaged in its own version and then migrated', () => {
  fill(5, 200);
  spoil('outbox');
  const next: Migration = {
    version: MIGRATIONS.length + 1,
    sql: `UPDATE setting SET value = '"fr"'; CREATE TABLE later (a TEXT) STRICT`,
  };
  const { db, notice } = must(openDatabase({ path, now }, [...MIGRATIONS, next]));
  expect(notice?.salvaged.intents).toBe(5);
  expect(db.pragma('user_version', { simple: true })).toBe(next.version);
  expect(db.prepare('SELECT value FROM setting').pluck().all()).toEqual(['"fr"']);
  db.close();
});

test('a kiosk that died between setting aside and putting the fresh journal in place finishes it', () => {
  const intents = fill(2, 0);
  renameSync(path, `${path}.fresh`);
  writeFileSync(`${path}.damaged-20261122T130506Z`, 'kept');
  const { journal, notice } = must(openJournal({ path, now }));
  expect(notice).toBeNull();
  expect(must(journal.openIntents())).toEqual(intents);
  journal.close();
  expect(existsSync(`${path}.fresh`)).toBe(false);
  expect(readdirSync(folder)).toContain(`${basename(path)}.damaged-20261122T130506Z`);
});

test('damage that is met while the journal is open is a failure, not an exception', () => {
  fill(0, 200);
  const { journal } = must(openJournal({ path, now }));
  spoil('outbox');
  const failures = Array.from({ length: 200 }, (_, id) => journal.markDelivered(id + 1)).filter(
    ({ ok }) => !ok,
  );
  expect(failures.length).toBeGreaterThan(0);
  expect(failures[0]).toMatchObject({ failure: { code: 'journal-damaged' } });
  journal.close();
});

test('a schema that spells a column in other letters, by one flipped bit, hides nothing and ends nothing', () => {
  const [settled] = fill(3, 2);
  const before = must(openJournal({ path, now })).journal;
  must(before.closeIntentWithOutcome(settled?.id ?? '', sampleOutcome()));
  before.close();
  const file = readFileSync(path);
  // To SQLite a name is the same in either case; bit 5 is all between them.
  file.write('E', file.indexOf('requestId TEXT') + 1);
  writeFileSync(path, file);
  const { journal, notice } = must(openJournal({ path, now }));
  expect(notice).toMatchObject({ salvaged: { intents: 3, outcomes: 3 } });
  expect(must(journal.openIntents())).toHaveLength(2);
  journal.close();
});

test.each([100, 4_096, 4_097, 0.5, 0.9, 0.999])(
  'a journal that ends after %d of its bytes is set aside',
  (part) => {
    fill(30, 200);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, part < 1 ? Math.floor(whole.length * part) : part));
    // A log that is there and empty, as a kiosk leaves it that died right after its start.
    writeFileSync(`${path}-wal`, '');
    const { journal, notice } = must(openJournal({ path, now }));
    expect(notice?.failure.code).toBe('journal-damaged');
    journal.close();
  },
);

test('a row whose page is damaged in the log is taken from the page on which it was before', () => {
  const whole = `${path}-whole`;
  const { journal: first } = must(openJournal({ path: whole, now }));
  const visits = Array.from({ length: 40 }, () => randomUUID());
  for (const visit of visits) must(first.enqueueOutcome(visit, sampleOutcome()));
  const wal = readFileSync(`${whole}-wal`);
  writeFileSync(path, readFileSync(whole));
  first.close();
  // The table's first page grew into a tree, and its rows went to another one (fileformat2, 4.1: frames).
  const frames = Array.from({ length: (wal.length - 32) / (24 + PAGE) }, (_, n) => 32 + n * (24 + PAGE));
  const oldest = frames.filter((at) => wal.subarray(at + 24, at + 24 + PAGE).includes(visits[0] ?? ''));
  const isLeaf = (at: number): boolean => wal[at + 24] === 0x0d;
  const moved = wal.readUInt32BE(oldest.filter(isLeaf).at(-1) ?? 0);
  expect(new Set(oldest.filter(isLeaf).map((at) => wal.readUInt32BE(at))).size).toBe(2);
  for (const at of frames.filter((at) => wal.readUInt32BE(at) === moved)) wal[at + 24 + 9] = 0xff;
  // And the first frame, so that SQLite itself reads nothing of the log.
  wal[32 + 24 + 9] = 0xff;
  writeFileSync(`${path}-wal`, wal);
  const { journal, notice } = must(openJournal({ path, now }));
  expect(notice?.failure.code).toBe('journal-damaged');
  const told = new Set(must(journal.due(NOON, 100)).map(({ visitId }) => visitId));
  expect(told.has(visits[0] ?? '')).toBe(true);
  journal.close();
});
