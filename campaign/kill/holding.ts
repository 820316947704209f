import { z } from 'zod';
import { RegisteredSchema, type RegisterToken } from '../../src/server/host/admin-contract.ts';
import { digestOf } from '../../src/shared/image/envelope.ts';
import type { CardImage, Cell, Transaction } from '../../src/shared/image/model.ts';
import { CLEAR_INDICATOR, type Indicator } from '../../src/shared/token/ef-commit.ts';
import { personalise } from '../../src/virtual-token/create/personalise.ts';
import { InProcessToken } from '../../src/virtual-token/in-process.ts';
import { PROTOCOLS } from '../../src/virtual-token/transport/protocol.ts';
import type { Random } from '../random.ts';
import type { ServerSeat } from './server-seat.ts';

/** Why an update is due: the token asks for it, the host does, or the token lacks what the host knows. */
export const CAUSES = ['indicator', 'both', 'request', 'behind'] as const;
type Cause = (typeof CAUSES)[number];

/** What a customer's money comes to. */
export interface Worth {
  readonly points: number;
  readonly purse: number;
}

/** A token in its holder's hand, and what must come of it. */
export interface Holding {
  readonly tokenId: string;
  readonly token: InProcessToken;
  readonly slots: 1 | 2;
  readonly issued: { readonly digest: string; readonly indicator: Indicator };
  /** In its log and not known to the host. */
  readonly log: readonly Transaction[];
  /** All that the ledger must hold in the end. */
  readonly booked: readonly Transaction[];
  /** With all that was booked. */
  readonly worth: Worth;
  /** Digests of the new images that it was seen to carry. */
  readonly seen: Set<string>;
}

/** Whose payload JSON can hold as it is. */
type PlainCell = Exclude<Cell, { kind: 'opaque' }>;

const VALID = { validFrom: 1_735_689_600, validTo: 2_082_758_399 } as const;

function someCells(random: Random): readonly PlainCell[] {
  const { points, purse } = { points: random.between(1_000, 90_000), purse: random.between(5_000, 90_000) };
  const common = { owner: 'Campaign', version: 1 };
  const coupons = Array.from({ length: random.below(25) }, (_, i) => ({
    id: `COUPON-${i}`,
    title: 'Something for nothing',
    usesLeft: random.between(1, 5),
  }));
  return [
    { ...common, programme: 'BEANBAR', kind: 'coupons', payload: { coupons } },
    { ...common, programme: 'HARBOUR', kind: 'points', payload: { balance: points } },
    { ...common, programme: 'METRO', kind: 'purse', payload: { balance: purse, currency: 'EUR' } },
    {
      ...common,
      programme: 'POOL',
      kind: 'membership',
      payload: { level: random.pick(['Gold', 'Silver']), memberNo: `${random.below(100_000)}` },
    },
  ];
}

function someTransaction(random: Random, counter: number): Transaction {
  const at = 1_795_000_000 + counter;
  return random.chance(0.6)
    ? {
        terminal: 'MKT-0017',
        counter,
        at,
        programme: 'HARBOUR',
        action: 'earn',
        amount: random.between(1, 400),
      }
    : {
        terminal: 'GATE-014',
        counter,
        at,
        programme: 'METRO',
        action: 'spend',
        amount: -random.between(1, 300),
      };
}

export const worthOf = (cells: CardImage['cells'], booked: readonly Transaction[] = []): Worth => {
  const balance = (programme: string): number =>
    cells.reduce(
      (sum, cell) =>
        cell.programme === programme && (cell.kind === 'points' || cell.kind === 'purse')
          ? sum + cell.payload.balance
          : sum,
      booked.reduce((sum, { programme: of, amount }) => (of === programme ? sum + amount : sum), 0),
    );
  return { points: balance('HARBOUR'), purse: balance('METRO') };
};

const idOf = (random: Random): string => Buffer.from(random.bytes(8)).toString('hex');

/** Puts a token on file, has terminals book on it and at the host, and asks for its update. */
export async function issue(
  host: ServerSeat,
  random: Random,
  wanted: { readonly tokenId: string; readonly slots: 1 | 2; readonly cause: Cause },
): Promise<Holding> {
  const { tokenId, slots, cause } = wanted;
  const cells = someCells(random);
  const identity = {
    ...{ tokenId, slots, issuer: 'HARBOUR', kind: random.pick(['card', 'phone'] as const), generation: 1 },
    ...{ ...VALID, slotSize: 8192 },
  };
  const registration: RegisterToken = {
    token: identity,
    account: { accountRef: `ACC-${tokenId.slice(-8)}`, holder: 'Somebody of the campaign' },
    content: { cells: [...cells], transactions: [] },
    verified: true,
  };
  const registered = RegisteredSchema.parse(await host.call('POST', '/v1/tokens', registration));
  const bytes = new Uint8Array(Buffer.from(z.string().parse(registered.image), 'base64'));
  const log = Array.from({ length: random.below(4) }, (_, i) => someTransaction(random, i + 1));
  const known = Array.from({ length: random.below(3) + (cause === 'behind' ? 1 : 0) }, (_, i) =>
    someTransaction(random, i + 101),
  );
  // A terminal that has posted what it wrote to the token, too.
  const posted = log.length > 0 && random.chance(0.5) ? [...known, ...log.slice(0, 1)] : known;
  if (posted.length > 0)
    await host.call(
      'POST',
      '/v1/transactions',
      posted.map((transaction) => ({ tokenId, ...transaction })),
    );
  const requestId = idOf(random);
  if (cause === 'request' || cause === 'both')
    await host.call('POST', `/v1/tokens/${tokenId}/requests`, { reason: 'restore', requestId });
  const indicator: Indicator =
    cause === 'indicator' || cause === 'both'
      ? { state: 'requested', requestId, reason: 'restore', requestedAt: 1_795_000_000 }
      : CLEAR_INDICATOR;
  const memory = {
    pageSize: random.pick([32, 64, 128]),
    maxCommandData: random.pick([128, 255, 1024]),
    maxResponseData: 256,
    logRecords: 8,
  };
  const image = { sequence: registered.backup?.sequence ?? 1, bytes };
  const protocol = identity.kind === 'phone' ? 'T=CL' : random.pick(PROTOCOLS);
  const state = personalise({ ...identity, ...memory }, image, log, indicator);
  const booked = [...log, ...known];
  return {
    tokenId,
    slots,
    token: new InProcessToken(state, { protocol }),
    issued: { digest: digestOf(bytes), indicator },
    log,
    booked,
    worth: worthOf([...cells], booked),
    seen: new Set(),
  };
}
