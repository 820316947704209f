import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, openSync, readSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const SOURCE = path.join(import.meta.dirname, 'failing-disk.c');
const LIBRARY = path.join(import.meta.dirname, '../../.recard/failing-disk.so');
const CONTROL = 'RECARD_FAILING_DISK';
const FOLDER_AT = 64;
const CONTROL_BYTES = 512;

/** Calls by kind: the bits of `failing-disk.c`. `change` opens for writing, renames or removes. */
export const CALLS = { write: 1, sync: 2, read: 4, change: 8 } as const;
export type CallKind = keyof typeof CALLS;

/** Linux's numbers of the errors that disks give. */
export const ERRORS = { 'input/output error': 5, 'no space left': 28, 'read-only': 30 } as const;
export type DiskError = keyof typeof ERRORS;

export interface DiskFault {
  readonly error: DiskError;
  readonly calls: readonly CallKind[];
  /** So many of these calls still go well. */
  readonly spared: number;
  /** So many fail after those; `null`: all. */
  readonly failing: number | null;
}

/** Compiles what makes calls fail, once; an instruction where that cannot be. */
export async function buildFailingDisk(): Promise<
  { readonly library: string } | { readonly obstacle: string }
> {
  if (process.platform !== 'linux') return { obstacle: 'Disks are made to fail on Linux only.' };
  mkdirSync(path.dirname(LIBRARY), { recursive: true });
  const partial = `${LIBRARY}.${randomUUID()}`;
  try {
    await promisify(execFile)('cc', ['-shared', '-fPIC', '-O2', '-o', partial, SOURCE, '-ldl']);
  } catch (error) {
    return { obstacle: `A C compiler is needed to make disks fail: apt-get install gcc. ${String(error)}` };
  }
  // A process that has the earlier one loaded keeps it.
  renameSync(partial, LIBRARY);
  return { library: LIBRARY };
}

/** What a process is started with so that its disk can be made to fail; `control` is a file that is made here. */
export function failingDiskEnvironment(library: string, control: string): Readonly<Record<string, string>> {
  writeFileSync(control, new Uint8Array(CONTROL_BYTES));
  return { LD_PRELOAD: library, [CONTROL]: control };
}

/** The disk of this process, as far as it is made to fail. */
export class FailingDisk {
  readonly #control = openSync(z.string().parse(process.env[CONTROL]), 'r+');

  /** From now on calls on files below `folder` fail as said. */
  arm(folder: string, { error, calls, spared, failing }: DiskFault): void {
    const control = Buffer.alloc(CONTROL_BYTES);
    const kinds = calls.reduce((bits, kind) => bits | CALLS[kind], 0);
    for (const [at, value] of [0, ERRORS[error], spared, failing ?? -1, 0, 0].entries())
      control.writeInt32LE(value, 4 * at);
    control.write(`${folder}/`, FOLDER_AT);
    writeSync(this.#control, control, 0, CONTROL_BYTES, 0);
    this.#setKinds(kinds);
  }

  /** The disk is well again. */
  disarm(): void {
    this.#setKinds(0);
  }

  /** What `work` does on the disk goes well, whatever is armed. */
  spare<T>(work: () => T): T {
    const kinds = this.#numbers().kinds;
    this.disarm();
    try {
      return work();
    } finally {
      this.#setKinds(kinds);
    }
  }

  /** How many calls failed since it was armed. */
  get failed(): number {
    return this.#numbers().failed;
  }

  /** How many calls were counted since it was armed. */
  get seen(): number {
    return this.#numbers().seen;
  }

  #setKinds(kinds: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(kinds);
    writeSync(this.#control, bytes, 0, 4, 0);
  }

  #numbers() {
    const bytes = Buffer.alloc(24);
    readSync(this.#control, bytes, 0, 24, 0);
    return { kinds: bytes.readInt32LE(0), seen: bytes.readInt32LE(16), failed: bytes.readInt32LE(20) };
  }
}
