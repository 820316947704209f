import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { KIOSK_ID, writeKioskConfig } from '../../scripts/world/kiosk-config.ts';
import { type ServerProcess, startServerProcess } from '../../scripts/world/server.ts';
import { makeDemoTokens, type TokenFile } from '../../scripts/world/tokens.ts';
import type { LaunchOptions } from '../launch.ts';
import { Cards } from './cards.ts';
import { openDesk } from './desk.ts';
import { Host } from './host.ts';
import { Kiosk } from './kiosk.ts';
import type { KioskWishes } from './wishes.ts';

/** A branch of the card's issuer: servers in their own process, one kiosk, and cards. */
export class Branch {
  readonly folder: string;
  readonly server: ServerProcess;
  readonly host: Host;
  readonly cards: Cards;
  readonly demo: ReadonlyMap<string, TokenFile>;
  #desk: KioskWishes | undefined;
  #running: { readonly kiosk: Kiosk; readonly wishes: string } | undefined;

  private constructor(folder: string, server: ServerProcess, demo: readonly TokenFile[]) {
    this.folder = folder;
    this.server = server;
    this.host = new Host(server);
    this.cards = new Cards(this.host, path.join(folder, 'tokens'));
    this.demo = new Map(demo.map((token) => [token.id, token]));
  }

  static async open(folder: string): Promise<Branch> {
    const tokens = path.join(folder, 'tokens');
    mkdirSync(tokens, { recursive: true });
    // So that no test waits half a minute for a kiosk that was killed to let its token go.
    const settings = { RECARD_SERVER_OPEN_VISIT_SECONDS: '6' };
    const server = await startServerProcess(path.join(folder, 'server'), KIOSK_ID, 'kiosk', settings);
    return new Branch(folder, server, await makeDemoTokens(server.imageKeyFile, tokens));
  }

  get kioskData(): string {
    return path.join(this.folder, 'kiosk-data');
  }

  get deskData(): string {
    return path.join(this.folder, 'desk-data');
  }

  /** Puts one of assets/demo's cards into a hand. */
  demoCard(id: string, process: Parameters<Cards['launch']>[1] = {}) {
    const token = this.demo.get(id);
    if (token === undefined) throw new Error(`assets/demo has no token ${id}`);
    return this.cards.launch(token, process);
  }

  /** How the kiosk is started; one at a time, since they would use the same reader. */
  launchOptions({ config = {}, window, supervised }: KioskWishes = {}): LaunchOptions {
    const file = writeKioskConfig(this.folder, this.server, config);
    return {
      userData: path.join(this.folder, 'user-data'),
      env: { RECARD_CONFIG: file },
      ...(window === undefined ? {} : { window }),
      ...(supervised === undefined ? {} : { supervised }),
    };
  }

  /**
   * The kiosk: the one that runs, if it was wished for like this and once it has left its last visit behind, or a new one
   * on the same data.
   */
  async kiosk(wishes: KioskWishes = {}): Promise<Kiosk> {
    const wished = JSON.stringify(wishes);
    if (this.#running?.wishes === wished && this.#running.kiosk.isUsable) {
      await this.#running.kiosk.settle();
      return this.#running.kiosk;
    }
    await this.closeKiosk();
    const kiosk = await Kiosk.start(this.launchOptions(wishes));
    this.#running = { kiosk, wishes: wished };
    return kiosk;
  }

  /** The desk: a kiosk that staff attend, with a credential and a journal of its own. */
  async desk(): Promise<Kiosk> {
    this.#desk ??= await openDesk(this.server, this.deskData);
    return this.kiosk(this.#desk);
  }

  /** The kiosk that runs, for evidence. */
  get current(): Kiosk | undefined {
    return this.#running?.kiosk.isRunning === true ? this.#running.kiosk : undefined;
  }

  async closeKiosk(): Promise<void> {
    await this.#running?.kiosk.app.stop();
    this.#running = undefined;
  }

  async close(): Promise<void> {
    await this.cards.clear();
    await this.closeKiosk();
    await this.server.stop();
  }
}
