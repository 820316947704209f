import { closeSync, openSync, readSync, writeSync } from 'node:fs';

/** How a process ends at a write to its database: before it, after it, or with half of its bytes written. */
export const AT_WRITE = ['before', 'after', 'half'] as const;
export type AtWrite = (typeof AT_WRITE)[number];

const NUMBERS = 3;

/** What kill-at-write.c shares with this process: it ends a process at a chosen write to its database. */
export class Trap {
  readonly path: string;
  readonly #file: number;
  #armed = false;

  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, 'w+', 0o600);
    this.#write([0, 0, 0]);
  }

  /** Environment of a process that this trap is for. */
  environment(library: string): Readonly<Record<string, string>> {
    return { LD_PRELOAD: library, RECARD_KILL_TRAP: this.path };
  }

  /** `nth`: of the writes from now on, from 1. */
  arm(nth: number, when: AtWrite): void {
    this.#armed = true;
    this.#write([nth, AT_WRITE.indexOf(when)]);
  }

  disarm(): void {
    this.#armed = false;
    this.#write([0]);
  }

  /** Whether it ended a process since it was armed. */
  sprung(): boolean {
    return this.#armed && this.#read(0) === 0;
  }

  /** Writes since the beginning, of all the processes that had this trap. */
  count(): number {
    return this.#read(2);
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(numbers: readonly number[]): void {
    writeSync(this.#file, Int32Array.from(numbers), 0, numbers.length * 4, 0);
  }

  #read(index: number): number {
    const numbers = new Int32Array(NUMBERS);
    readSync(this.#file, numbers, 0, numbers.byteLength, 0);
    return numbers[index] ?? 0;
  }
}
