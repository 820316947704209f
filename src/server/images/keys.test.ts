import { mkdtemp, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadImageKey } from './keys.ts';

const place = async () => join(await mkdtemp(join(tmpdir(), 'recard-key-')), 'image-key.json');

test('the first start makes a key that only its owner reads, and later starts find it', async () => {
  const path = await place();
  const key = await loadImageKey(path);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await loadImageKey(path)).toEqual(key);
});

test('two starts at once agree on one key and leave no draft behind', async () => {
  const path = await place();
  const keys = await Promise.all([loadImageKey(path), loadImageKey(path)]);
  expect(keys[0]).toEqual(keys[1]);
  expect(await readdir(join(path, '..'))).toEqual(['image-key.json']);
});

test('a damaged key is never replaced by a new one', async () => {
  const path = await place();
  await writeFile(path, '{"keyId":"img-1"}');
  await expect(loadImageKey(path)).rejects.toThrow(/damaged/);
  await writeFile(path, '{"keyId":');
  await expect(loadImageKey(path)).rejects.toThrow(/damaged/);
});
