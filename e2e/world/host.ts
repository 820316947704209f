import { expect } from '@playwright/test';
import type { z } from 'zod';
import type { ServerProcess } from '../../scripts/world/server.ts';
import {
  type NewRequestSchema,
  type PatchToken,
  type RegisterToken,
  TokenDetailSchema,
  type VisitSummarySchema,
} from '../../src/server/host/admin-contract.ts';
import type { Outcome } from '../../src/shared/contract/host.ts';
import type { Transaction } from '../../src/shared/image/model.ts';

type TokenDetail = z.infer<typeof TokenDetailSchema>;
type VisitSummary = z.infer<typeof VisitSummarySchema>;

/** The servers' back office, by the calls that everybody has. */
export class Host {
  readonly server: ServerProcess;
  #counter = 0;

  constructor(server: ServerProcess) {
    this.server = server;
  }

  async token(tokenId: string): Promise<TokenDetail> {
    return TokenDetailSchema.parse((await this.server.admin.get(`/v1/tokens/${tokenId}`)).data);
  }

  async register(registration: RegisterToken): Promise<void> {
    await this.server.admin.post('/v1/tokens', registration);
  }

  async change(tokenId: string, patch: PatchToken): Promise<void> {
    await this.server.admin.patch(`/v1/tokens/${tokenId}`, patch);
  }

  /** Asks for an update, under the id that the token carries too where one is given. */
  async request(tokenId: string, over: Partial<z.input<typeof NewRequestSchema>> = {}): Promise<void> {
    await this.server.admin.post(`/v1/tokens/${tokenId}/requests`, { reason: 'restore', ...over });
  }

  /** A terminal books points or money that the token does not know of. */
  async book(tokenId: string, entry: Pick<Transaction, 'programme' | 'action' | 'amount'>): Promise<void> {
    this.#counter += 1;
    const at = Math.floor(Date.now() / 1000) - 60;
    const transaction = { tokenId, terminal: 'E2E-0001', counter: this.#counter, at, ...entry };
    await this.server.admin.post('/v1/transactions', [transaction]);
  }

  /** Visits of this token, the newest first. */
  async visits(tokenId: string): Promise<VisitSummary[]> {
    return (await this.token(tokenId)).visits;
  }

  /** Waits until the host has these outcomes of the token's visits, the newest first. */
  async hears(tokenId: string, ...outcomes: readonly (Outcome | null)[]): Promise<void> {
    await expect
      .poll(async () => (await this.visits(tokenId)).map(({ outcome }) => outcome), {
        message: 'outcomes that the host has',
        timeout: 20_000,
      })
      .toEqual(outcomes);
  }
}
