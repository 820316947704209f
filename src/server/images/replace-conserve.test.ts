import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Transaction } from '../../shared/image/model.ts';
import { openSqlite } from '../store/sqlite.ts';
import { balanceOf, CARD, type DevicesKit, devicesKit, digest, must, START } from '../testing/devices.ts';
import { contentOf } from '../testing/kit.ts';

vi.setConfig({ testTimeout: 3_600_000 });
const RUNS = process.env.RECARD_LONG === undefined ? 30 : 2000;

type Step =
  | { readonly do: 'use'; readonly amount: number; readonly seen: boolean }
  | { readonly do: 'update'; readonly confirmed: boolean }
  | {
      readonly do: 'replace';
      readonly reserve: number;
      /** Whether the new token carried something of its own. */
      readonly own: boolean;
      readonly written: boolean;
    }
  | { readonly do: 'find'; readonly pick: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('use' as const),
      amount: fc.integer({ min: -900, max: 900 }),
      seen: fc.boolean(),
    }),
  },
  fc.record({ do: fc.constant('update' as const), confirmed: fc.boolean() }),
  fc.record({
    do: fc.constant('replace' as const),
    reserve: fc.integer({ min: 0, max: 3000 }),
    own: fc.boolean(),
    written: fc.boolean(),
  }),
  fc.record({ do: fc.constant('find' as const), pick: fc.nat() }),
);

interface Token {
  readonly tokenId: string;
  carries: string;
  /** Used where nobody has seen it yet. */
  unseen: Transaction[];
  /** Of a token that was replaced: the sequence of the image that its successor began with. */
  replacedAt: number | undefined;
}

class Account {
  readonly kit: DevicesKit;
  /** One after the other; the last is in use. */
  readonly tokens: Token[];
  readonly held: Transaction[] = [];
  booked = 0;
  made = 1;
  sum: number = START.METRO;
  constructor(kit: DevicesKit, first: string) {
    this.kit = kit;
    this.tokens = [{ tokenId: CARD, carries: first, unseen: [], replacedAt: undefined }];
  }

  get current(): Token {
    const token = this.tokens.at(-1);
    if (token === undefined) throw new Error('An account has a token.');
    return token;
  }

  async book(amount: number, seen: boolean): Promise<void> {
    this.booked += 1;
    this.sum += amount;
    const at = Math.floor(this.kit.clock.now / 1000);
    const one = {
      terminal: 'T1',
      counter: this.booked,
      at,
      programme: 'METRO',
      action: 'adjust',
      amount,
    } as const;
    const { tokenId, unseen } = this.current;
    if (seen) await this.kit.post(tokenId, [one]);
    else unseen.push(one);
  }

  async update(confirmed: boolean): Promise<void> {
    const token = this.current;
    const { image } = await must(this.kit.update(token.tokenId, token.carries));
    if (!confirmed) return;
    token.carries = image;
    await must(this.kit.images.confirm({ tokenId: token.tokenId, digest: digest(image) }));
  }

  async replace({ reserve, own, written }: Extract<Step, { do: 'replace' }>): Promise<void> {
    const old = this.current;
    this.made += 1;
    const tokenId = String(9280041200004417n + BigInt(this.made));
    // What the new token has of its own goes when it is replaced.
    const spent = {
      terminal: 'T9',
      counter: this.made,
      at: 1,
      programme: 'METRO',
      action: 'spend',
      amount: -3,
    } as const;
    const carried = own ? (await this.kit.issue(tokenId, { transactions: [spent] })).image : null;
    const side = await must(
      this.kit.side(old.tokenId, null, { reserve: [{ programme: 'METRO', amount: reserve }] }),
    );
    const first = { tokenId: old.tokenId, digest: side.digest };
    const target = this.kit.target(tokenId, carried);
    const { image } = await must(this.kit.transfer({ target, first }));
    expect(balanceOf(image, 'METRO')).toBe(balanceOf(side.image, 'METRO'));
    if (!written) return;
    await must(this.kit.images.confirm({ tokenId, digest: digest(image) }));
    old.replacedAt = contentOf(side.image).sequence;
    this.held.push(...side.reserve.map(({ transaction }) => transaction));
    this.tokens.push({ tokenId, carries: image, unseen: [], replacedAt: undefined });
  }

  /** As the host does: what a successor's image was not made of is posted to the successor. */
  async passOn(): Promise<void> {
    for (const [n, { tokenId, replacedAt }] of this.tokens.entries()) {
      const next = this.tokens[n + 1];
      if (next === undefined || replacedAt === undefined) return;
      const { transactions } = await must(this.kit.images.transactions({ tokenId }));
      const missed = transactions
        .filter(({ includedSequence: first }) => first === null || first > replacedAt)
        .map(({ postedAt: _at, postedBy: _by, includedSequence: _first, problem: _problem, ...t }) => t);
      await this.kit.post(next.tokenId, missed);
    }
  }

  async find(token: Token): Promise<void> {
    await this.kit.post(token.tokenId, token.unseen.splice(0));
    await this.passOn();
  }

  async take(one: Step): Promise<void> {
    this.kit.clock.now += 1000;
    if (one.do === 'use') await this.book(one.amount, one.seen);
    else if (one.do === 'update') await this.update(one.confirmed);
    else if (one.do === 'replace') await this.replace(one);
    else await this.find(this.tokens[one.pick % this.tokens.length] ?? this.current);
  }
}

test('whatever was lost, replaced and found again, the purse ends with every transaction once', async () => {
  let replaced = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const kit = devicesKit(await openSqlite(':memory:'));
      const account = new Account(kit, (await kit.issue(CARD)).image);
      for (const one of steps) await account.take(one);
      for (const token of account.tokens) await account.find(token);
      const release = account.held.map((t) => ({ ...t, terminal: 'RELEASE', amount: -t.amount }));
      const { tokenId, carries } = account.current;
      await kit.post(tokenId, release);
      const { image } = await must(kit.update(tokenId, carries));
      expect(balanceOf(image, 'METRO')).toBe(account.sum);
      replaced += account.tokens.length - 1;
      await kit.store.close();
    }),
    { numRuns: RUNS },
  );
  expect(replaced).toBeGreaterThan(0);
});
