import { z } from 'zod';
import { LedgerSchema } from '../../src/server/host/admin-contract.ts';
import { callUrl } from '../../src/server/testing/process.ts';
import { Broken } from '../tear/broken.ts';

const AnswerSchema = z.object({ status: z.number() });
const TERMINAL = 'DSK-0001';
/** A token of the demonstration that presents itself nowhere meanwhile. */
const TOKEN = '9280041200003056';

/** A terminal that books transactions of another token, and what of them was acknowledged. */
export class Postings {
  readonly #credential: string;
  readonly #acknowledged = new Set<number>();
  #counter = 0;

  constructor(credential: string) {
    this.#credential = credential;
  }

  async post(url: string): Promise<void> {
    const counter = ++this.#counter;
    const transaction = { tokenId: TOKEN, terminal: TERMINAL, counter, at: 1_790_000_000 + counter };
    const body = { ...transaction, programme: 'HARBOUR', action: 'earn', amount: counter };
    const answer = await callUrl(`${url}/v1/transactions`, 'POST', this.#credential, [body]).catch(
      () => null,
    );
    if (answer !== null && AnswerSchema.parse(answer).status === 200) this.#acknowledged.add(counter);
  }

  /** All that was acknowledged is in the ledger, once. */
  async check(url: string, admin: string): Promise<void> {
    const { body } = await callUrl(`${url}/v1/transactions?tokenId=${TOKEN}`, 'GET', admin);
    const booked = LedgerSchema.parse(body)
      .transactions.filter(({ terminal }) => terminal === TERMINAL)
      .map(({ counter }) => counter);
    if (new Set(booked).size !== booked.length) throw new Broken('lost-or-doubled', 'booked twice');
    const lost = [...this.#acknowledged].filter((counter) => !booked.includes(counter));
    if (lost.length > 0) throw new Broken('lost-or-doubled', `acknowledged and lost: ${lost}`);
  }
}
