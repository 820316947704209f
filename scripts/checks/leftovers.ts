import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { MARK, mark } from './command.ts';
import { failed, passed, type Stage } from './stage.ts';

const GRACE_MS = 3_000;

/** No process that a test started may outlive it (pcscd, Xvfb, Chromium, PostgreSQL). Ends those that do. */
export const leftovers: Stage = {
  name: 'leftovers',
  async run() {
    const deadline = Date.now() + GRACE_MS;
    let left = await processesWith(`${MARK}=${mark}`);
    while (left.length > 0 && Date.now() < deadline) {
      await wait(100);
      left = await processesWith(`${MARK}=${mark}`);
    }
    for (const { pid } of left) end(pid);
    return left.length === 0
      ? passed
      : failed(...left.map(({ pid, command }) => `outlived the tests and was ended: ${pid} ${command}`));
  },
};

interface Leftover {
  readonly pid: number;
  readonly command: string;
}

/** Processes whose environment holds `entry`. Only Linux tells; elsewhere none is found. */
export async function processesWith(entry: string): Promise<readonly Leftover[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readIfOurs(`/proc/${pid}/environ`);
      if (!environment.split('\0').includes(entry)) return [];
      const command = (await readIfOurs(`/proc/${pid}/cmdline`)).replaceAll('\0', ' ').trim();
      return [{ pid, command }];
    }),
  );
  return found.flat();
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Empty for a process that has ended meanwhile, or that belongs to someone else. */
async function readIfOurs(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (['ENOENT', 'EACCES', 'EPERM', 'ESRCH'].includes(error.code ?? '')) return '';
    throw error;
  });
}
