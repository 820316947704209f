import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const SOURCE = path.join(import.meta.dirname, 'kill-at-write.c');

/** Compiles kill-at-write.c into `folder` and gives the library's path; throws where there is no C compiler. */
export async function killLibrary(folder: string): Promise<string> {
  const library = path.join(folder, 'kill-at-write.so');
  await promisify(execFile)('gcc', ['-shared', '-fPIC', '-O2', '-o', library, SOURCE, '-ldl']);
  return library;
}
