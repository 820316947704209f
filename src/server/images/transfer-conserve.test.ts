import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { transactionKey } from '../../shared/image/canonical.ts';
import type { Transaction } from '../../shared/image/model.ts';
import { openSqlite } from '../store/sqlite.ts';
import {
  balanceOf,
  CARD,
  type DevicesKit,
  devicesKit,
  digest,
  must,
  PHONE,
  type Programme,
  START,
} from '../testing/devices.ts';

vi.setConfig({ testTimeout: 3_600_000 });
const RUNS = process.env.RECARD_LONG === undefined ? 30 : 2000;

type Which = 0 | 1;
const which = fc.constantFrom<Which>(0, 1);
/** How a write ends: never begun; written, and the outcome arrives at once, with the next step or never. */
const ends = fc.constantFrom('lost' as const, 'confirmed' as const, 'late' as const, 'unheard' as const);
type Ends = 'lost' | 'confirmed' | 'late' | 'unheard';
type Step =
  | {
      readonly do: 'use';
      readonly on: Which;
      readonly terminal: string;
      readonly programme: Programme;
      readonly amount: number;
      readonly online: boolean;
    }
  | { readonly do: 'post-elsewhere'; readonly pick: number; readonly on: Which }
  | { readonly do: 'update'; readonly on: Which; readonly ends: Ends; readonly asOf: number | null }
  | { readonly do: 'synchronize'; readonly from: Which; readonly late: boolean; readonly ends: Ends }
  | {
      readonly do: 'merge';
      readonly late: boolean;
      /** Whether the image that the last job wrote is given as the base. */
      readonly based: boolean;
      readonly ends: readonly [Ends, Ends];
    };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('use' as const),
      on: which,
      terminal: fc.constantFrom('T1', 'T2'),
      programme: fc.constantFrom<Programme>('HARBOUR', 'METRO'),
      amount: fc.integer({ min: -9, max: 9 }),
      online: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('post-elsewhere' as const), pick: fc.nat(), on: which }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('update' as const),
      on: which,
      ends,
      asOf: fc.option(fc.nat(16)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('synchronize' as const), from: which, late: fc.boolean(), ends }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('merge' as const),
      late: fc.boolean(),
      based: fc.boolean(),
      ends: fc.tuple(ends, ends),
    }),
  },
);

/** A device as it really is, and the transactions that its balances are to have. */
interface Device {
  readonly tokenId: string;
  carries: string;
  /** Used, and not posted yet. */
  log: Transaction[];
  readonly knows: Map<string, Transaction>;
  /** Written images whose confirmation is on its way. */
  unconfirmed: string[];
}

const sumOf = (knows: ReadonlyMap<string, Transaction>, programme: Programme): number =>
  [...knows.values()].reduce<number>(
    (sum, t) => sum + (t.programme === programme ? t.amount : 0),
    START[programme],
  );

class World {
  readonly kit: DevicesKit;
  readonly devices: readonly [Device, Device];
  readonly all: Transaction[] = [];
  merges = 0;
  base: { readonly tokenId: string; readonly digest: string } | null = null;
  constructor(kit: DevicesKit, card: string) {
    this.kit = kit;
    const device = (tokenId: string): Device => ({
      tokenId,
      carries: card,
      log: [],
      knows: new Map(),
      unconfirmed: [],
    });
    this.devices = [device(CARD), device(PHONE)];
  }

  expectBalances(signed: string, knows: ReadonlyMap<string, Transaction>): void {
    for (const programme of ['HARBOUR', 'METRO'] as const)
      expect(balanceOf(signed, programme)).toBe(sumOf(knows, programme));
  }

  async confirmWaiting(): Promise<void> {
    for (const { tokenId, unconfirmed } of this.devices)
      for (const one of unconfirmed.splice(0))
        await must(this.kit.images.confirm({ tokenId, digest: digest(one) }));
  }

  async postLog(device: Device): Promise<void> {
    await this.kit.post(device.tokenId, device.log);
    for (const t of device.log.splice(0)) device.knows.set(transactionKey(t), t);
  }

  async write(device: Device, signed: string, how: Ends): Promise<boolean> {
    if (how === 'lost') return false;
    device.carries = signed;
    if (how === 'late') device.unconfirmed.push(signed);
    if (how === 'confirmed')
      await must(this.kit.images.confirm({ tokenId: device.tokenId, digest: digest(signed) }));
    return true;
  }

  async book(one: Extract<Step, { do: 'use' }>): Promise<void> {
    const { terminal, programme, amount, online } = one;
    const device = this.devices[one.on];
    const counter = this.all.length + 1;
    const at = Math.floor(this.kit.clock.now / 1000);
    const transaction = { terminal, counter, at, programme, action: 'adjust', amount } as const;
    this.all.push(transaction);
    device.log.push(transaction);
    if (online) await this.postLog(device);
  }

  /** A terminal's backlog says that the transaction was on the other device. */
  async postElsewhere(one: Extract<Step, { do: 'post-elsewhere' }>): Promise<void> {
    const t = this.all[one.pick % Math.max(1, this.all.length)];
    if (t === undefined) return;
    const device = this.devices[one.on];
    await this.kit.post(device.tokenId, [t]);
    device.knows.set(transactionKey(t), t);
  }

  /** @param asOf seconds ago, when the backup is to be that old */
  async update(device: Device, how: Ends, asOf: number | null = null): Promise<void> {
    await this.postLog(device);
    const { now } = this.kit.clock;
    const criteria = asOf === null ? {} : { asOf: new Date(now - asOf * 1000).toISOString() };
    const made = await this.kit.update(device.tokenId, device.carries, { criteria });
    // What is from before a transfer is no beginning for an update.
    if (!made.ok && asOf !== null) return expect(made.failure.code).toBe('action-not-possible');
    if (!made.ok) throw new Error(made.failure.detail);
    this.expectBalances(made.value.image, device.knows);
    await this.write(device, made.value.image, how);
  }

  async sideOf(device: Device) {
    await this.postLog(device);
    const made = await must(this.kit.side(device.tokenId, device.carries));
    this.expectBalances(made.image, device.knows);
    return { tokenId: device.tokenId, digest: made.digest, knows: new Map(device.knows) };
  }

  /** Something is used and posted between the inputs and the images. */
  async bookInBetween(on: Which): Promise<void> {
    await this.book({ do: 'use', on, terminal: 'T3', programme: 'METRO', amount: -1, online: true });
  }

  async synchronize(one: Extract<Step, { do: 'synchronize' }>): Promise<void> {
    const to: Which = one.from === 0 ? 1 : 0;
    const device = this.devices[to];
    const first = await this.sideOf(this.devices[one.from]);
    await this.sideOf(device);
    if (one.late) await this.bookInBetween(to);
    const target = this.kit.target(device.tokenId, device.carries);
    const { image } = await must(this.kit.transfer({ target, first }));
    this.expectBalances(image, first.knows);
    if (!(await this.write(device, image, one.ends))) return;
    for (const [key, t] of first.knows) device.knows.set(key, t);
    this.base = { tokenId: device.tokenId, digest: digest(image) };
  }

  async merge(one: Extract<Step, { do: 'merge' }>): Promise<void> {
    const [first, second] = [await this.sideOf(this.devices[0]), await this.sideOf(this.devices[1])];
    if (one.late) await this.bookInBetween(0);
    const both = new Map([...first.knows, ...second.knows]);
    const base = one.based ? this.base : null;
    const written: string[] = [];
    for (const n of [0, 1] as const) {
      const device = this.devices[n];
      const target = this.kit.target(device.tokenId, device.carries);
      const made = await this.kit.transfer({ target, first, second, base });
      // What the lists do not show a person has to settle: no image is made then.
      if (!made.ok) {
        expect(made.failure.code).toBe('action-not-possible');
        return;
      }
      this.merges += 1;
      this.expectBalances(made.value.image, both);
      if (!(await this.write(device, made.value.image, one.ends[n]))) continue;
      for (const [key, t] of both) device.knows.set(key, t);
      written.push(digest(made.value.image));
    }
    const [, ofPhone] = written;
    if (ofPhone !== undefined) this.base = { tokenId: PHONE, digest: ofPhone };
  }

  async take(one: Step): Promise<void> {
    this.kit.clock.now += 1000;
    if (one.do === 'use') await this.book(one);
    else if (one.do === 'post-elsewhere') await this.postElsewhere(one);
    else if (one.do === 'update') await this.update(this.devices[one.on], one.ends, one.asOf);
    else if (one.do === 'synchronize') await this.synchronize(one);
    else await this.merge(one);
  }
}

async function begin(): Promise<World> {
  const kit = devicesKit(await openSqlite(':memory:'));
  const { image } = await kit.issue(CARD);
  const world = new World(kit, image);
  const first = { tokenId: CARD, digest: (await must(kit.side(CARD, image))).digest };
  const made = await must(kit.transfer({ target: kit.target(PHONE, null), first }));
  await world.write(world.devices[1], made.image, 'confirmed');
  return world;
}

test('two devices’ balances are the ledger’s sum of distinct transactions, however they met', async () => {
  let merges = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 16 }), async (steps) => {
      const world = await begin();
      for (const one of steps) {
        await world.take(one);
        if (one.do !== 'use') await world.confirmWaiting();
      }
      const last = ['confirmed', 'confirmed'] as const;
      for (const device of world.devices) await world.update(device, 'confirmed');
      await world.merge({ do: 'merge', late: false, based: true, ends: last });
      for (const device of world.devices) {
        await world.update(device, 'confirmed');
        expect(await world.kit.missing(device.tokenId, device.carries)).toBe(0);
      }
      merges += world.merges;
      await world.kit.store.close();
    }),
    { numRuns: RUNS },
  );
  expect(merges).toBeGreaterThan(0);
});
