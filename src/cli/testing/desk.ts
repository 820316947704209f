import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Cell, TokenKind, Transaction } from '../../shared/image/model.ts';
import { lastOf, startCli } from './run-cli.ts';

export const STAFF = 'lena.fischer';

/** What a software token of a desk's test is like. */
export interface TokenSpec {
  readonly account: string;
  readonly kind?: TokenKind;
  /** Left out: a new one that was never given an image. */
  readonly cells?: readonly Cell[];
  readonly transactions?: readonly Transaction[];
}

export interface MadeToken {
  readonly tokenId: string;
  readonly lastFour: string;
  readonly state: string;
}

/** The running host, as the operator reaches it. */
export interface DeskHost {
  readonly url: string;
  readonly adminToken: string;
  readonly imageKeyFile: string;
}

/** A host and a desk's configuration, with tokens that are made and registered as an operator does. */
export class CliDesk {
  readonly folder: string;
  readonly server: DeskHost;
  readonly config: string;
  #made = 0;
  readonly #held = new Set<string>();

  constructor(folder: string, server: DeskHost, config: string) {
    this.folder = folder;
    this.server = server;
    this.config = config;
  }

  async make({ account, kind = 'card', cells, transactions = [] }: TokenSpec): Promise<MadeToken> {
    this.#made += 1;
    const tokenId = `91000000000${(70_000 + this.#made).toString()}`;
    const image = {
      account,
      sequence: 3,
      capturedAt: '2026-11-01T09:00:00Z',
      programmes: cells,
      transactions,
    };
    const description = path.join(this.folder, `${tokenId}.json`);
    const file = {
      tokenId,
      issuer: 'HARBOUR',
      kind: 'card',
      generation: cells === undefined ? 2 : 1,
      validFrom: '2025-01-01',
      validTo: '2035-12-31',
      memory: { slotSize: 4096 },
      ...(cells === undefined ? {} : { image }),
    };
    writeFileSync(description, JSON.stringify(file));
    const state = path.join(this.folder, `${tokenId}.token`);
    const { url, adminToken, imageKeyFile } = this.server;
    const created = await lastOf(
      ...['token', 'create', description, '--state', state, '--kind', kind, '--key', imageKeyFile],
      ...['--register', url, '--admin', adminToken, '--holder', 'Nora Lindqvist', '--account', account],
    );
    if (created.exit !== 0) throw new Error(JSON.stringify(created));
    return { tokenId, lastFour: tokenId.slice(-4), state };
  }

  /** `recard token …` about this token; a token that is put into a reader is put away by `clear`. */
  async hand({ state }: MadeToken, act: string, ...more: readonly string[]) {
    this.#held.add(state);
    const done = await lastOf('token', act, '--state', state, ...more);
    if (done.exit !== 0) throw new Error(JSON.stringify(done));
    return done.last;
  }

  /** Quits every token that was in a hand. */
  async clear(): Promise<void> {
    for (const state of this.#held) await lastOf('token', 'quit', '--state', state);
    this.#held.clear();
  }

  /** A job to its end, agreed to. */
  job = (name: string, ...more: readonly string[]) => lastOf(...this.#jobArgs(name, more));

  /** A job that goes on. */
  begin = (name: string, ...more: readonly string[]) => startCli(...this.#jobArgs(name, more), '--json');

  #jobArgs = (name: string, more: readonly string[]): readonly string[] => [
    ...[name, '--config', this.config, '--yes', '--staff', STAFF, '--wait', '30'],
    ...more,
  ];
}
