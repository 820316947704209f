import { z } from 'zod';
import {
  LedgerSchema,
  PostedTransactionsSchema,
  RegisteredSchema,
  type RegisterTokenSchema,
  type Role,
  ShownCredentialSchema,
} from '../../src/server/host/admin-contract.ts';
import { IMAGE_OPERATIONS } from '../../src/server/images/service.ts';
import { callUrl, type ServerProcess, startProcess } from '../../src/server/testing/process.ts';
import type { TrustedKeys } from '../../src/shared/image/envelope.ts';
import type { Transaction } from '../../src/shared/image/model.ts';

const ListeningSchema = z.looseObject({
  url: z.string(),
  pid: z.number(),
  adminToken: z.string().optional(),
});

/** A server in a process of its own, and what the back office and the terminals ask of it. */
export class Office {
  readonly #folder: string;
  #process: ServerProcess | undefined;
  #url = '';
  #pid = 0;
  #admin = '';
  #keys: TrustedKeys = new Map();

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<Office> {
    const office = new Office(folder);
    await office.start();
    const { keys } = IMAGE_OPERATIONS.keys.answer.parse(await office.#call('GET', '/v1/keys'));
    office.#keys = new Map(
      keys.map(({ keyId, publicKey }) => [keyId, new Uint8Array(Buffer.from(publicKey, 'base64url'))]),
    );
    return office;
  }

  get url(): string {
    return this.#url;
  }

  get pid(): number {
    return this.#pid;
  }

  /** What it signs images with. */
  get keys(): TrustedKeys {
    return this.#keys;
  }

  /** Starts it on what it left, at the port that it had. */
  async start(): Promise<void> {
    const port = this.#url === '' ? [] : ['--port', new URL(this.#url).port];
    const started = await startProcess(['--data', this.#folder, ...port]);
    const { url, pid, adminToken } = ListeningSchema.parse(started.lines.at(-1));
    this.#process = started;
    this.#url = url;
    this.#pid = pid;
    this.#admin = adminToken ?? this.#admin;
  }

  async stop(signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM'): Promise<void> {
    await this.#process?.end(signal);
    this.#process = undefined;
  }

  async credential(role: Role, name: string): Promise<string> {
    return ShownCredentialSchema.parse(await this.#call('POST', '/v1/credentials', { role, name })).token;
  }

  /** Puts the token on file; its first signed image, `null` for one that is registered blank. */
  async register(token: z.input<typeof RegisterTokenSchema>): Promise<Uint8Array | null> {
    const { image } = RegisteredSchema.parse(await this.#call('POST', '/v1/tokens', token));
    return image === null ? null : new Uint8Array(Buffer.from(image, 'base64'));
  }

  /** Terminals post what they did. */
  async post(tokenId: string, transactions: readonly Transaction[]): Promise<void> {
    const body = transactions.map((transaction) => ({ ...transaction, tokenId }));
    const { results } = PostedTransactionsSchema.parse(await this.#call('POST', '/v1/transactions', body));
    const wrong = results.find(({ result }) => result !== 'recorded' && result !== 'repeated');
    if (wrong !== undefined) throw new Error(`A transaction is ${wrong.result}`);
  }

  async ledger(tokenId: string): Promise<z.infer<typeof LedgerSchema>> {
    return LedgerSchema.parse(await this.#call('GET', `/v1/transactions?tokenId=${tokenId}`));
  }

  /** Asks for the token's image to be restored. */
  async requestUpdate(tokenId: string): Promise<void> {
    await this.#call('POST', `/v1/tokens/${tokenId}/requests`, { reason: 'restore' });
  }

  async hotlist(tokenId: string, listed: boolean): Promise<void> {
    const body = listed ? { reason: 'Reported by its holder' } : {};
    await this.#call(listed ? 'PUT' : 'DELETE', `/v1/tokens/${tokenId}/hotlist`, body);
  }

  async #call(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await callUrl(`${this.#url}${path}`, method, this.#admin, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path} is answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}
