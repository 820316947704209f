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

function beginOn(data: string, mounting: string) {
  const args = [...UNSHARE, 'sh', '-c', `${mounting} && exec "$1" "$2" --data "$0" --role images`];
  const { status, stderr } = spawnSync('unshare', [...args, data, process.execPath, MAIN], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { status, stderr };
}

function folder(): string {
  const data = mkdtempSync(join(tmpdir(), 'recard-bad-disk-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  return data;
}

if (canMount) {
  test('a server does not begin on a disk that became read-only, and says why', async () => {
    const data = folder();
    const store = await openStore({ sqlite: join(data, 'recard.db') });
    await store.close();
    const { status, stderr } = beginOn(data, 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"');
    expect(stderr).toMatch(/^The database .* cannot be (opened|written): .* Check that its (disk|folder)/);
    expect(status).toBe(2);
  }, 30_000);

  test('nor on a full one, which could not even tell that it has the database for itself', () => {
    const filling = 'mount -t tmpfs -o size=256k tmpfs "$0" && ! head -c 1000000 /dev/zero > "$0/rest" 2>&1';
    const { status, stderr } = beginOn(folder(), filling);
    expect(stderr).toMatch(/images\.db\.lock cannot be written: .* Check that its disk has space/);
    expect(status).toBe(2);
  }, 30_000);
} else
  test('not run here: disks that become read-only or full. Nothing can be mounted: run it as root', () => {
    expect(canMount).toBe(false);
  });
