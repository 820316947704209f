import type { TrustedKeys } from '../../src/shared/image/envelope.ts';
import type { Transaction } from '../../src/shared/image/model.ts';
import { type Issue, issue, POINTS } from '../stand/issue.ts';
import type { Office } from '../stand/office.ts';
import { Broken } from '../tear/broken.ts';
import { lookAt } from '../tear-branch/look.ts';
import { HarmedToken } from './harmed-token.ts';

const START = { points: 1_000, cents: 5_000 };
const EARNED = 25;

/** Somebody with a token, and the points that it is to carry. */
export class Customer {
  readonly token: HarmedToken;
  readonly #tokenId: string;
  readonly #keys: TrustedKeys;
  #earned = 0;

  private constructor(token: HarmedToken, tokenId: string, keys: TrustedKeys) {
    this.token = token;
    this.#tokenId = tokenId;
    this.#keys = keys;
  }

  static async come(office: Office, number: number): Promise<Customer> {
    const tokenId = `92800412${String(number).padStart(8, '0')}`;
    const slots = number % 2 === 0 ? 2 : 1;
    const kind = number % 4 < 2 ? 'card' : 'phone';
    const wanted: Issue = { tokenId, account: `ACC-${number}`, kind, slots, generation: 1, start: START };
    return new Customer(new HarmedToken(await issue(office, wanted), { link: 'none' }), tokenId, office.keys);
  }

  /** Points that the token does not carry yet, and the wish that its image be restored. */
  async owe(office: Office): Promise<void> {
    this.#earned += 1;
    const earned: Transaction = {
      terminal: 'MKT-0007',
      counter: this.#earned,
      at: 1_790_000_000 + this.#earned,
      programme: POINTS,
      action: 'earn',
      amount: EARNED,
    };
    await office.post(this.#tokenId, [earned]);
    await office.requestUpdate(this.#tokenId);
  }

  /** The token carries all that it is to carry, and asks for nothing. */
  async check(): Promise<void> {
    const { opened, indicated } = await lookAt(this.token, this.#keys);
    if (indicated) throw new Broken('false-success', 'done, and the token still asks for its image');
    const points = opened.image.cells.find(({ programme }) => programme === POINTS);
    const expected = START.points + EARNED * this.#earned;
    if (points?.kind !== 'points' || points.payload.balance !== expected)
      throw new Broken('lost-or-doubled', `the token does not carry ${expected} points`);
  }
}
