import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { Transaction } from '../../../shared/image/model.ts';
import { openSqlite } from '../../store/sqlite.ts';
import { balanceIn, CARD, jobOf, NEW_CARD, present, registerBlank, report } from '../../testing/jobs.ts';
import { type HostKit, hostKit, register, visit } from '../../testing/kit.ts';

vi.setConfig({ testTimeout: 3_600_000 });
const RUNS = process.env.RECARD_LONG === undefined ? 20 : 10_000;
const START = { METRO: 1840, HARBOUR: 1240 } as const;
type Programme = keyof typeof START;

/** The life of a lost card, in any order: what terminals wrote to it comes in when it likes. */
type Step =
  | { readonly do: 'use'; readonly on: 'old' | 'new'; readonly programme: Programme; readonly amount: number }
  | { readonly do: 'post-late'; readonly pick: number }
  | { readonly do: 'present'; readonly on: 'old' | 'new'; readonly as: 'visit' | 'transfer' }
  | { readonly do: 'report' }
  | { readonly do: 'replace'; readonly late: boolean; readonly ends: 'done' | 'declined' | 'interrupted' };
const side = fc.constantFrom('old' as const, 'new' as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('use' as const),
      on: side,
      programme: fc.constantFrom<Programme>('METRO', 'HARBOUR'),
      amount: fc.integer({ min: -50, max: 50 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('post-late' as const), pick: fc.nat(20) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('present' as const),
      on: side,
      as: fc.constantFrom('visit' as const, 'transfer' as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'report' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('replace' as const),
      late: fc.boolean(),
      ends: fc.constantFrom('done' as const, 'declined' as const, 'interrupted' as const),
    }),
  },
);

interface Token {
  readonly tokenId: string;
  image: string | null;
  readonly log: Transaction[];
}

class World {
  readonly kit: HostKit;
  readonly old: Token;
  readonly fresh: Token = { tokenId: NEW_CARD, image: null, log: [] };
  /** Every transaction that ever happened, by the card that it was made with. */
  readonly happened: { readonly tokenId: string; readonly transaction: Transaction }[] = [];
  replaced = false;
  constructor(kit: HostKit, card: string) {
    this.kit = kit;
    this.old = { tokenId: CARD, image: card, log: [] };
  }

  use(token: Token, programme: Programme, amount: number): void {
    if (token.image === null) return;
    const counter = this.happened.length + 1;
    const transaction: Transaction = {
      terminal: 'T-1',
      counter,
      at: Math.floor(this.kit.clock.now / 1000),
      programme,
      action: 'adjust',
      amount,
    };
    token.log.push(transaction);
    this.happened.push({ tokenId: token.tokenId, transaction });
  }

  async postLate(pick: number): Promise<void> {
    const one = this.happened[pick % Math.max(1, this.happened.length)];
    if (one === undefined) return;
    const body = [{ ...one.transaction, tokenId: one.tokenId }];
    const { status } = await this.kit.call('POST', '/v1/transactions', body);
    expect(status).toBe(200);
  }

  deviceOf({ tokenId, image, log }: Token) {
    return present(tokenId, image, { log: [...log], logSequence: log.length });
  }

  async present(token: Token, as: 'visit' | 'transfer'): Promise<void> {
    const device = this.deviceOf(token);
    if (as === 'transfer') {
      const job = jobOf(this.kit, { job: 'merge', kiosk: 'kiosk-2' });
      await job.ask('first', device);
      await job.outcome('first', null);
      return;
    }
    const made = await visit(this.kit, device.report);
    const { decision } = made;
    if (decision.decision !== 'update') return;
    this.write(token, decision.image);
    const { digest, sequence, requestId } = decision;
    const written = { digest, sequence, bytes: 1, verified: true, clearedRequestId: requestId };
    await this.kit.asKiosk('kiosk-1', `/v1/visits/${made.visitId}/outcome`, {
      kiosk: 'kiosk-1',
      tokenId: token.tokenId,
      at: new Date(this.kit.clock.now).toISOString(),
      revision: 1,
      outcome: 'updated',
      written,
      failure: null,
    });
  }

  write(token: Token, image: string): void {
    token.image = image;
    token.log.length = 0;
  }

  async replace({ late, ends }: Extract<Step, { do: 'replace' }>): Promise<void> {
    const job = jobOf(this.kit, { job: 'replace' });
    const first = await job.ask('first', { absent: CARD });
    const second = first.valid ? await job.ask('second', this.deviceOf(this.fresh)) : first;
    if (!second.valid) return;
    const given = await job.inputs();
    if (late) {
      this.use(this.old, 'METRO', -7);
      await this.postLate(this.happened.length - 1);
    }
    const made = await job.images(given);
    if (ends === 'declined') {
      await job.outcome('second', null);
      return;
    }
    if (ends === 'interrupted') {
      await job.outcome('second', null, { outcome: 'interrupted' });
      this.kit.clock.now += 900_000;
    }
    this.write(this.fresh, made.second.image);
    for (let time = 0; time < 2; time++) await job.outcome('second', made.second, { revision: 2 });
    this.replaced = true;
  }

  async take(one: Step): Promise<void> {
    this.kit.clock.now += 1000;
    if (one.do === 'use') this.use(one.on === 'old' ? this.old : this.fresh, one.programme, one.amount);
    else if (one.do === 'post-late') await this.postLate(one.pick);
    else if (one.do === 'report') await report(this.kit, CARD, 'lost');
    else if (one.do === 'present') await this.present(one.on === 'old' ? this.old : this.fresh, one.as);
    else if (!this.replaced) await this.replace(one);
  }

  /** What the token is worth: its image, and what was booked on it since. */
  valueOf({ image, log }: Token, programme: Programme): number {
    const booked = log.filter((one) => one.programme === programme);
    return booked.reduce((sum, { amount }) => sum + amount, balanceIn(image ?? '', programme));
  }

  expected(programme: Programme): number {
    return this.happened.reduce<number>(
      (sum, { transaction: t }) => sum + (t.programme === programme ? t.amount : 0),
      START[programme],
    );
  }
}

async function begin(): Promise<World> {
  const kit = await hostKit(await openSqlite(':memory:'));
  const card = await register(kit, { verified: true });
  await registerBlank(kit, NEW_CARD);
  await kit.call('PUT', '/v1/programmes/METRO', { reserve: { amount: 500, perMille: 0 } });
  await kit.call('PUT', '/v1/programmes/HARBOUR', { reserve: { amount: 0, perMille: 100 } });
  return new World(kit, card);
}

test('once the lost card has turned up, the new one has what the ledger of distinct transactions says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
      const world = await begin();
      for (const one of steps) await world.take(one);
      if (!world.replaced) {
        await report(world.kit, CARD, 'lost');
        world.kit.clock.now += 3_600_000;
        await world.replace({ do: 'replace', late: true, ends: 'done' });
      }
      expect(world.replaced).toBe(true);
      // Whatever is not known yet comes in now, some of it a second time.
      await world.present(world.old, 'visit');
      for (const [n] of world.happened.entries()) await world.postLate(n);
      world.kit.clock.now += 3_600_000;
      await world.present(world.fresh, 'visit');
      for (const programme of ['METRO', 'HARBOUR'] as const)
        expect(world.valueOf(world.fresh, programme)).toBe(world.expected(programme));
      await world.present(world.old, 'transfer');
      const after = await visit(world.kit, world.deviceOf(world.fresh).report);
      expect(after.decision.decision).toBe('current');
    }),
    { numRuns: RUNS },
  );
});
