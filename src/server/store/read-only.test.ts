import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from './open.ts';

const MAIN = join(import.meta.dirname, '../main.ts');
/** A mount namespace of its own: as root, or in a user namespace where the machine allows one. */
const UNSHARE = process.getuid?.() === 0 ? ['-m'] : ['-r', '-m'];
const canMount = spawnSync('unshare', [...UNSHARE, 'true']).status === 0;

if (canMount)
  test('a server does not begin on a disk that became read-only, and says why', async () => {
    const data = mkdtempSync(join(tmpdir(), 'recard-read-only-'));
    onTestFinished(() => rmSync(data, { recursive: true }));
    const store = await openStore({ sqlite: join(data, 'recard.db') });
    await store.close();
    const script =
      'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$1" "$2" --data "$0" --role images';
    const args = [...UNSHARE, 'sh', '-c', script, data, process.execPath, MAIN];
    const { status, stderr } = spawnSync('unshare', args, { encoding: 'utf8', timeout: 20_000 });
    expect(stderr).toMatch(/^The database .* cannot be (opened|written): .* Check that its (disk|folder)/);
    expect(status).toBe(2);
  }, 30_000);
else
  test('not run here: a disk that becomes read-only. Nothing can be mounted: run it as root', () => {
    expect(canMount).toBe(false);
  });
