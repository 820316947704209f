import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ensurePcscd, type Pcscd } from '../../scripts/pcscd/service.ts';
import { nodeCardProcesses } from '../../src/main/reader/card-process/spawn-node.ts';
import { superviseReaders } from '../../src/main/reader/supervisor.ts';
import { insertIntoVpcd } from '../../src/virtual-token/vpcd.ts';
import { scratchFolder } from '../scratch.ts';
import { Office } from '../stand/office.ts';
import { KIOSK, Stand } from '../stand/stand.ts';
import type { HarmedToken } from './harmed-token.ts';
import { READER_PORT, UsbReader, untilListening } from './usb-reader.ts';

const CARD_PROCESS = path.resolve(import.meta.dirname, '../../src/main/reader/card-process/entry.ts');
/** Sooner than in a branch, so that a campaign ends, but later than the pulse of the card process is missed. */
const TRANSMIT_MS = 5_000;
const WITHIN_MS = 30_000;

/** What comes of `promise`, unless that takes longer than anything may. */
export async function within<T>(promise: Promise<T>, what: string): Promise<T> {
  const settled = new AbortController();
  const late = wait(WITHIN_MS, undefined, settled).then(() => {
    throw new Error(`not within ${WITHIN_MS} ms: ${what}`);
  });
  return await Promise.race([promise, late]).finally(() => settled.abort());
}

/** A kiosk at a reader of real PC/SC: server and card process in processes of their own, pcscd under our hands. */
export class Bench {
  readonly office: Office;
  readonly stand: Stand;
  readonly pcscd: Pcscd;
  readonly usb: UsbReader;
  readonly #remove: () => Promise<void>;
  #onRead: () => void = () => {};
  #onProcessEnd: () => void = () => {};

  private constructor(
    office: Office,
    pcscd: Pcscd,
    usb: UsbReader,
    { folder, credential, remove }: { folder: string; credential: string; remove: () => Promise<void> },
  ) {
    this.office = office;
    this.pcscd = pcscd;
    this.usb = usb;
    this.#remove = remove;
    this.stand = new Stand({
      folder,
      office,
      credential,
      reader: () =>
        superviseReaders({
          spawnCardProcess: nodeCardProcesses(CARD_PROCESS),
          limits: { transmitMs: TRANSMIT_MS },
          log: (line) => line.startsWith('The card process ended') && this.#onProcessEnd(),
        }),
      log: (event, { from, on }) => {
        if (event === 'visit-state' && from === 'reading' && on === 'token-read') this.#onRead();
      },
    });
  }

  static async open(): Promise<Bench> {
    const { folder, remove } = scratchFolder('reader');
    const usb = await UsbReader.make(folder);
    const pcscd = await ensurePcscd(console.error, usb.readers);
    const office = await Office.open(path.join(folder, 'server'));
    const credential = await office.credential('desk', KIOSK);
    const bench = new Bench(office, pcscd, usb, { folder, credential, remove });
    bench.stand.start();
    await bench.stand.on('attract');
    return bench;
  }

  async close(): Promise<void> {
    await this.stand.stop();
    await this.office.stop();
    await this.pcscd.kill();
    await this.#remove();
  }

  /** When the next token has been read, by this process's clock in milliseconds. */
  nextRead(): Promise<number> {
    return new Promise<number>((resolve) => {
      this.#onRead = () => resolve(performance.now());
    });
  }

  /** When the card process has been given up, or has ended. */
  processEnd(): Promise<number> {
    return new Promise<number>((resolve) => {
      this.#onProcessEnd = () => resolve(performance.now());
    });
  }

  /** Sends the card process a signal. */
  signal(signal: 'SIGKILL' | 'SIGSTOP'): void {
    const children = readdirSync('/proc/self/task').flatMap((task) =>
      readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' '),
    );
    const found = children.find(
      (pid) => pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(CARD_PROCESS),
    );
    if (found === undefined) throw new Error('There is no card process');
    process.kill(Number(found), signal);
  }

  /** When the token has noticed that its reader is gone. */
  async gone({ token }: HarmedToken): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => token.present || resolve();
    const stop = token.onPresence(look);
    look();
    await within(promise, 'the token is thrown out').finally(stop);
  }

  /** Puts the token on the reader as soon as there is one, unless it lies there. */
  async lay(token: HarmedToken): Promise<void> {
    while (!token.token.present) {
      await untilListening();
      const laid = await insertIntoVpcd(token, READER_PORT);
      if (!laid.ok) await wait(5);
    }
  }
}
