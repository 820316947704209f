import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openJournal } from './open.ts';
import { must, scratch } from './testing/samples.ts';

const PAGE = 4096;

/** What SQLite writes before it makes the first page of an empty database (sqlite.org/fileformat2.html, 3). */
function rollbackOfNothing(): Buffer {
  const head = Buffer.alloc(512);
  Buffer.from('d9d505f920a163d7', 'hex').copy(head);
  head.writeUInt32BE(0x74393b89, 12);
  head.writeUInt32BE(512, 20);
  head.writeUInt32BE(PAGE, 24);
  return head;
}

/** A kiosk that died as it changed its new, empty journal to a write-ahead log. */
function halfMade(file: string): void {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE half (id INTEGER)');
  db.close();
  truncateSync(file, PAGE);
  writeFileSync(`${file}-journal`, rollbackOfNothing());
}

test('a journal that was half made when the kiosk died is made anew, and there is nothing to tell', () => {
  const { path: file, remove } = scratch();
  halfMade(file);
  const { journal, notice } = must(openJournal({ path: file, now: () => 0 }));
  expect(notice).toBeNull();
  expect(must(journal.openIntents())).toEqual([]);
  journal.close();
  expect(existsSync(`${file}-journal`)).toBe(false);
  expect(readFileSync(file).readUInt32BE(68)).toBe(0x52435244);
  remove();
});
