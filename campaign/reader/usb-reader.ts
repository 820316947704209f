import { execFile } from 'node:child_process';
import { access, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { listening, NO_READERS, type Readers, VIRTUAL_READERS } from '../../scripts/pcscd/service.ts';

const SOURCE = path.join(import.meta.dirname, 'usb-reader.c');
const DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const CCID = '/usr/lib/pcsc/drivers/ifd-ccid.bundle';
const HEADERS = '/usr/include/PCSC';
const WITHIN_MS = 10_000;

/** The name that it has in libccid's list, as pcscd makes it known. */
export const READER = 'Gemalto PC Twin Reader 00 00';
export const [{ port: READER_PORT }] = VIRTUAL_READERS;

/** Why there can be no USB reader on this machine, besides what pcscd itself lacks. */
export async function usbReaderObstacle(): Promise<string | undefined> {
  const missing = async (file: string) =>
    await access(file).then(
      () => false,
      () => true,
    );
  if (await missing(CCID))
    return 'Install the driver in whose place the virtual one is used: apt-get install libccid';
  if (await missing(HEADERS)) return 'Install the headers of PC/SC: apt-get install libpcsclite-dev';
  return undefined;
}

/** A USB reader that is plugged into this machine as far as its pcscd can tell; see usb-reader.c. */
export class UsbReader {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Compiles its library into `folder`. */
  static async make(folder: string): Promise<UsbReader> {
    const reader = new UsbReader(folder);
    await mkdir(reader.#usb, { recursive: true });
    // what the driver says that its name is; Debian does not install it under that one
    await symlink(DRIVER, path.join(folder, 'libifdvpcd.so.0'));
    const link = ['-Wl,--no-as-needed', DRIVER, '-Wl,-rpath,$ORIGIN', '-ldl'];
    const port = `-DREADER_PORT=0x${READER_PORT.toString(16)}`;
    const compile = ['-shared', '-fPIC', '-O2', `-I${HEADERS}`, port, '-o', reader.#library, SOURCE, ...link];
    await promisify(execFile)('gcc', compile);
    await writeFile(reader.#plugged, '');
    return reader;
  }

  /** What pcscd is started with to see it. */
  get readers(): Readers {
    return {
      ...NO_READERS,
      ports: [READER_PORT],
      preload: [this.#library],
      environment: { RECARD_USB: this.#usb },
    };
  }

  /** Takes it away; returns when pcscd has given it up. */
  async unplug(): Promise<void> {
    await rm(this.#plugged);
    await untilListening(false);
  }

  async plug(): Promise<void> {
    await writeFile(this.#plugged, '');
  }

  get #usb(): string {
    return path.join(this.#folder, 'usb');
  }

  get #plugged(): string {
    return path.join(this.#usb, 'plugged');
  }

  get #library(): string {
    return path.join(this.#folder, 'usb-reader.so');
  }
}

/** Waits until a token can be put on the reader, or no longer. */
export async function untilListening(wanted = true): Promise<void> {
  const deadline = performance.now() + WITHIN_MS;
  while ((await listening([READER_PORT])) !== wanted) {
    if (performance.now() > deadline)
      throw new Error(`pcscd's reader is ${wanted ? 'not there' : 'still there'}`);
    await wait(5);
  }
}
