import { execFile } from 'node:child_process';
import { mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const SOURCE = path.join(import.meta.dirname, 'nodelay.c');
const OUTPUT = path.join(import.meta.dirname, '../../.recard/nodelay.so');

/**
 * Path of the shared object that `nodelay.c` compiles to, built when it is missing or older than its source.
 * Undefined, with the reason told to `log`, where there is no C compiler: all works, at 49 ms per command.
 */
export async function nodelayLibrary(log: (line: string) => void): Promise<string | undefined> {
  const [source, built] = await Promise.all([modified(SOURCE), modified(OUTPUT)]);
  if (built >= source) return OUTPUT;
  await mkdir(path.dirname(OUTPUT), { recursive: true });
  const partial = `${OUTPUT}.${process.pid}`;
  try {
    await promisify(execFile)('gcc', ['-shared', '-fPIC', '-O2', '-o', partial, SOURCE, '-ldl']);
  } catch (error) {
    log(`The virtual reader will be slow (49 ms per command): nodelay.c was not compiled. ${String(error)}`);
    return undefined;
  }
  await rename(partial, OUTPUT);
  return OUTPUT;
}

async function modified(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}
