import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { onceJournalOpens } from './once-opens.ts';
import { openJournal } from './open.ts';
import { NOON, scratch } from './testing/samples.ts';

const now = () => NOON;

test('a journal is opened by itself once what stood in its way is gone, and damage is told', async () => {
  const { path, remove } = scratch();
  onTestFinished(remove);
  mkdirSync(path);
  const inTheWay = openJournal({ path, now });
  expect(inTheWay).toMatchObject({ failure: { code: 'journal-unavailable' } });
  if (inTheWay.ok) return;
  const notice = new Promise((resolve) => onceJournalOpens({ path, now }, inTheWay.failure, resolve, 5));
  rmSync(path, { recursive: true });
  writeFileSync(path, 'no database, and longer than the header of one would be: '.repeat(4));
  // Nothing else keeps the process at it.
  const awake = setInterval(() => {}, 1_000);
  expect(await notice).toMatchObject({ failure: { code: 'journal-damaged' } });
  clearInterval(awake);
});
