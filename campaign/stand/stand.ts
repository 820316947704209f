import path from 'node:path';
import { assembleKiosk, type Kiosk } from '../../src/main/kiosk.ts';
import type { ReaderPort } from '../../src/main/reader/port.ts';
import type { UserAction } from '../../src/shared/contract/ipc.ts';
import { must } from '../../src/shared/testing/results.ts';
import type { ScreenName, Snapshot } from '../../src/shared/visit/snapshot.ts';
import type { Office } from './office.ts';

export const KIOSK = 'campaign-1';
const WITHIN_MS = 30_000;

export interface StandOptions {
  readonly folder: string;
  readonly office: Office;
  readonly credential: string;
  /** Asked for a new one at each start: a kiosk that ends stops its reader. */
  readonly reader: () => ReaderPort;
  /** Every line of the kiosk's log. */
  readonly log?: (event: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** Nobody is served; while the host is away the screen says so. */
export const isIdle = ({ screen }: Snapshot): boolean =>
  screen.screen === 'attract' || (screen.screen === 'offline' && screen.token === null);

/** A kiosk without its window, assembled as the application assembles it, and whoever stands before it. */
export class Stand {
  readonly #options: StandOptions;
  #kiosk: Kiosk | undefined;

  constructor(options: StandOptions) {
    this.#options = options;
  }

  get kiosk(): Kiosk {
    if (this.#kiosk === undefined) throw new Error('the kiosk is not running');
    return this.#kiosk;
  }

  get snapshot(): Snapshot {
    return this.kiosk.runner.snapshot();
  }

  start(): void {
    const { folder, office, credential, reader, log = () => {} } = this.#options;
    const assembled = assembleKiosk({
      loaded: {
        file: 'campaign',
        credential,
        tls: {},
        keys: office.keys,
        config: {
          kiosk: { id: KIOSK, branch: 'Campaign', mode: 'desk', language: 'en' },
          host: { url: office.url, timeoutMs: 5_000 },
          trust: { keys: [] },
          reader: { binding: 'auto', timeoutMs: 10_000 },
          data: { directory: path.join(folder, 'kiosk') },
          staff: { members: [] },
          receipts: {},
          window: { kiosk: false, width: 1080, height: 1920 },
        },
      },
      reader: reader(),
      log: (event, facts = {}) => log(event, facts),
    });
    this.#kiosk = must(assembled);
    this.#kiosk.start();
  }

  async stop(): Promise<void> {
    await this.#kiosk?.stop();
    this.#kiosk = undefined;
  }

  act(action: UserAction): void {
    must(this.kiosk.runner.act(action));
  }

  /** The first snapshot from now on, the present one included, that `wanted` accepts. */
  until(wanted: (snapshot: Snapshot) => boolean, what: string, withinMs = WITHIN_MS): Promise<Snapshot> {
    const { runner } = this.kiosk;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        stop();
        const { screen } = runner.snapshot();
        reject(new Error(`not within ${withinMs} ms: ${what}; now ${JSON.stringify(screen)}`));
      }, withinMs);
      const look = (snapshot: Snapshot): void => {
        if (!wanted(snapshot)) return;
        clearTimeout(late);
        stop();
        resolve(snapshot);
      };
      const stop = runner.onSnapshot(look);
      look(runner.snapshot());
    });
  }

  /** Any of these screens. */
  on(...names: readonly ScreenName[]): Promise<Snapshot> {
    return this.until(({ screen }) => names.includes(screen.screen), names.join(' or '));
  }

  /** The token has been taken: whoever stands here is done, and the kiosk ready for the next. */
  async ready(): Promise<void> {
    const seen = await this.until(
      (snapshot) => isIdle(snapshot) || ('tokenPresent' in snapshot.screen && !snapshot.screen.tokenPresent),
      'the token is seen to leave',
    );
    if (!isIdle(seen)) this.act('finish');
    await this.until(isIdle, 'the kiosk is ready for the next');
  }
}
