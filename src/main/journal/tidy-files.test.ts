import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { must, NOON, scratch } from './testing/samples.ts';
import { receiptFolder, tidyFiles } from './tidy-files.ts';

const DAY_MS = 24 * 3_600_000;

test('old receipts and copies of older journals go; whatever is new, damaged or not ours stays', () => {
  const { folder, path, remove } = scratch();
  onTestFinished(remove);
  const receipts = receiptFolder(folder);
  mkdirSync(receipts);
  const put = (file: string, ageDays: number): void => {
    writeFileSync(file, 'content');
    const at = (NOON - ageDays * DAY_MS) / 1_000;
    utimesSync(file, at, at);
  };
  for (const [name, age] of [
    ['20260101T120000-0a1b2c3d.pdf', 91],
    ['20261101T120000-0a1b2c3d.pdf', 89],
    ['holiday.pdf', 91],
  ] as const)
    put(join(receipts, name), age);
  for (const [suffix, age] of [
    ['', 91],
    ['.version-1-20260101T000000Z', 91],
    ['.version-1-20261101T000000Z', 1],
    ['.damaged-20250101T000000Z', 700],
    ['.damaged-20250101T000000Z-wal', 700],
  ] as const)
    put(path + suffix, age);
  const tidied = must(tidyFiles(folder, path, NOON - 90 * DAY_MS));
  expect(tidied).toEqual({ removed: 2, setAside: 1, setAsideBytes: 14 });
  expect(readdirSync(receipts).sort()).toEqual(['20261101T120000-0a1b2c3d.pdf', 'holiday.pdf']);
  const name = basename(path);
  expect(readdirSync(folder).sort()).toEqual([
    name,
    `${name}.damaged-20250101T000000Z`,
    `${name}.damaged-20250101T000000Z-wal`,
    `${name}.version-1-20261101T000000Z`,
    'receipts',
  ]);
});

test('a kiosk that has saved nothing yet has nothing to tidy', () => {
  const { folder, path, remove } = scratch();
  onTestFinished(remove);
  expect(must(tidyFiles(folder, path, NOON))).toEqual({ removed: 0, setAside: 0, setAsideBytes: 0 });
});
