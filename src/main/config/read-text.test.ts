import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from './load.ts';
import { MOST_FILE_BYTES, readTextFile } from './read-text.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'recard-text-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file is read whole, up to the limit', () => {
  const file = path.join(folder, 'text');
  for (const text of ['', 'Grüße\n', 'x'.repeat(MOST_FILE_BYTES)]) {
    writeFileSync(file, text);
    expect(readTextFile(file)).toBe(text);
  }
});

test('a configuration of four gigabytes, a device or a folder is told and not read to its end', () => {
  const file = path.join(folder, 'large.json');
  writeFileSync(file, '{}');
  truncateSync(file, 4 * 1024 ** 3);
  for (const [name, reason] of [
    [file, /larger than 1048576 bytes/],
    ['/dev/zero', /larger than 1048576 bytes/],
    [folder, /EISDIR/],
  ] as const)
    expect(loadConfig(name, {})).toMatchObject({
      ok: false,
      failure: { code: 'configuration-invalid', detail: expect.stringMatching(reason) },
    });
});
