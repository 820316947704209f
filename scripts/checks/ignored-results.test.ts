import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ignoredResults } from './ignored-results.ts';

const SOURCE = `type Result<T> = { ok: true; value: T } | { ok: false; failure: string };
declare function now(): Result<number>;
declare function later(): Promise<Result<number>>;
declare function plain(): { ok: boolean };
export async function f(): Promise<Result<number>> {
  now();
  await later();
  void later();
  plain();
  let kept = now();
  kept = await later();
  if (!kept.ok) return kept;
  [1].forEach(() => { now(); });
  return later();
}
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'recard-habits-'));
  await writeFile(path.join(folder, 'code.ts'), SOURCE);
  const compilerOptions = { strict: true, target: 'es2024', noEmit: true, types: [] };
  await writeFile(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['code.ts'] }),
  );
});
afterAll(() => rm(folder, { recursive: true }));

test('a Result that nobody looks at is found: called, awaited, voided, and within a callback', () => {
  expect(ignoredResults(folder, ['tsconfig.json'])).toEqual([
    'code.ts:6: now()',
    'code.ts:7: await later()',
    'code.ts:8: later()',
    'code.ts:13: now()',
  ]);
});
