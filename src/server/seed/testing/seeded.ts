import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startServer } from '../../http/server.ts';
import { seed } from '../seed.ts';

/** A folder with the data of a server that was seeded and ended in good order, gone when the test is over. */
export async function seededFolder(): Promise<{ readonly folder: string; readonly data: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'recard-seeded-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const data = join(folder, 'data');
  const server = await startServer({ data });
  await seed(server);
  await server.stop();
  return { folder, data };
}
