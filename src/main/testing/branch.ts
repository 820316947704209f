import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningServer, startServer } from '../../server/http/server.ts';
import { publicKeyOf } from '../../server/images/keys.ts';
import { seed } from '../../server/seed/seed.ts';
import type { Result } from '../../shared/contract/result.ts';
import { signImage } from '../../shared/image/envelope.ts';
import type { Snapshot } from '../../shared/visit/snapshot.ts';
import { createToken } from '../../virtual-token/create/create-token.ts';
import { InProcessToken } from '../../virtual-token/in-process.ts';
import { type Clock, SYSTEM_CLOCK } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import { assembleKiosk, type Kiosk } from '../kiosk.ts';
import { type InProcessReader, inProcessReader } from '../reader/in-process.ts';
import type { ReaderPort } from '../reader/port.ts';

const READERS = ['Reader of the test', 'Second reader of the test'] as const;
const KIOSK = 'test-kiosk';
const DEMO = new URL('../../../assets/demo/tokens/', import.meta.url);
const WITHIN_MS = 30_000;
const CALL_MS = 5_000;

export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.failure.code}: ${result.failure.detail}`);
}

export interface BranchOptions {
  readonly readers?: 1 | 2;
  readonly mode?: Config['kiosk']['mode'];
  readonly members?: Config['staff']['members'];
  /** Whether the host knows the tokens of assets/demo. */
  readonly demo?: boolean;
  /** Where the kiosk finds the host, which listens at `url`: another address when something lies between them. */
  readonly line?: (url: string) => Promise<string>;
  /** Time limit of a call to the host, in ms. */
  readonly callMs?: number;
  /** The clocks of both, which may be wrong. */
  readonly clocks?: { readonly kiosk: Clock; readonly host: () => number };
}

/** A branch for tests: real servers, a real journal, real visits; only reader and tokens are in process. */
export class Branch {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'recard-branch-'));
  readonly lines: { readonly event: string; readonly [fact: string]: unknown }[] = [];
  #server: RunningServer | undefined;
  #credential = '';
  #hostUrl = '';
  #port = 0;
  readonly #options: Required<BranchOptions>;
  readonly #readers: readonly string[];
  /** Where each token was put last. */
  readonly #places = new Map<InProcessToken, string>();
  #reader: InProcessReader;
  #kiosk: Kiosk | undefined;

  constructor(options: BranchOptions = {}) {
    const line = async (url: string) => url;
    const usual: Required<BranchOptions> = {
      readers: 1,
      mode: 'self-service',
      members: [],
      demo: true,
      line,
      callMs: CALL_MS,
      clocks: { kiosk: SYSTEM_CLOCK, host: Date.now },
    };
    this.#options = { ...usual, ...options };
    this.#readers = READERS.slice(0, this.#options.readers);
    this.#reader = inProcessReader(this.#readers);
  }

  static async open(options: BranchOptions = {}): Promise<Branch> {
    const branch = new Branch(options);
    await branch.startServer();
    if (branch.#options.demo) await seed(branch.server);
    const role = branch.#options.mode === 'desk' ? 'desk' : 'kiosk';
    branch.#credential = await branch.server.credential(role, KIOSK);
    branch.#hostUrl = await branch.#options.line(branch.server.url);
    branch.startKiosk();
    return branch;
  }

  get server(): RunningServer {
    if (this.#server === undefined) throw new Error('the server is down');
    return this.#server;
  }

  get kiosk(): Kiosk {
    if (this.#kiosk === undefined) throw new Error('the kiosk is not running');
    return this.#kiosk;
  }

  async startServer(): Promise<void> {
    const settings = { data: path.join(this.folder, 'server'), port: this.#port };
    this.#server = await startServer(settings, this.#options.clocks.host);
    this.#port = Number(new URL(this.#server.url).port);
  }

  async stopServer(): Promise<void> {
    await this.#server?.stop();
    this.#server = undefined;
  }

  /** `wrap` puts a reader that misbehaves around the one with the tokens. */
  startKiosk(wrap: (reader: ReaderPort) => ReaderPort = (reader) => reader): void {
    const { imageKey } = this.server;
    if (imageKey === undefined) throw new Error('the server signs no images');
    const { mode, members, callMs } = this.#options;
    this.#reader = inProcessReader(this.#readers);
    const kiosk = assembleKiosk({
      loaded: {
        file: 'test',
        credential: this.#credential,
        tls: {},
        keys: new Map([[imageKey.keyId, publicKeyOf(imageKey)]]),
        config: {
          kiosk: { id: KIOSK, branch: 'Test', mode, language: 'en' },
          host: { url: this.#hostUrl, timeoutMs: callMs },
          trust: { keys: [] },
          reader: { binding: 'auto', timeoutMs: 2_000 },
          data: { directory: path.join(this.folder, 'kiosk') },
          staff: { members },
          receipts: {},
          window: { kiosk: false, width: 1080, height: 1920 },
        },
      },
      reader: wrap(this.#reader),
      clock: this.#options.clocks.kiosk,
      log: (event, facts = {}) => this.lines.push({ event, ...facts }),
    });
    this.#kiosk = must(kiosk);
    this.#kiosk.start();
  }

  async stopKiosk(): Promise<void> {
    await this.#kiosk?.stop();
    this.#kiosk = undefined;
  }

  /** A token of assets/demo, some of its description replaced, with the image that the host knows. */
  token(name: string, over: Readonly<Record<string, unknown>> = {}): InProcessToken {
    const description = JSON.parse(readFileSync(new URL(`${name}.json`, DEMO), 'utf8'));
    return this.create({ ...description, ...over }).token;
  }

  /** A token as described, with an image that the server's key signed, or none; the host is not told of it. */
  create(description: unknown): { readonly token: InProcessToken; readonly image: Uint8Array | null } {
    const { imageKey } = this.server;
    if (imageKey === undefined) throw new Error('the server signs no images');
    let image: Uint8Array | null = null;
    const state = createToken(description, (content) => {
      image = signImage(content, imageKey);
      return image;
    });
    const token = new InProcessToken(must(state));
    token.token.onPresence(() => {
      const place = this.#places.get(token);
      if (!token.token.present && place !== undefined) this.#reader.remove(place);
    });
    return { token, image };
  }

  /** Puts the token on a reader: 0 is the first. */
  present(token: InProcessToken, reader: 0 | 1 = 0): void {
    const place = READERS[reader];
    token.token.insert();
    this.#places.set(token, place);
    this.#reader.insert(place, token);
  }

  pull(token: InProcessToken): void {
    token.token.remove();
  }

  /** The first snapshot from now on, the present one included, that `wanted` accepts. */
  until(
    wanted: (snapshot: Snapshot) => boolean,
    what = wanted.toString(),
    withinMs = WITHIN_MS,
  ): Promise<Snapshot> {
    const { runner } = this.kiosk;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        stop();
        reject(
          new Error(`not within ${withinMs} ms: ${what}; now ${JSON.stringify(runner.snapshot().screen)}`),
        );
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

  screen(name: Snapshot['screen']['screen']): Promise<Snapshot> {
    return this.until(({ screen }) => screen.screen === name, `screen ${name}`);
  }

  async close(): Promise<void> {
    await this.stopKiosk();
    await this.stopServer();
    rmSync(this.folder, { recursive: true });
  }
}
