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
export type PlainCell = Exclude<Cell, { kind: 'opaque' }>;

const VALID = { validFrom: 1_735_689_600, validTo: 2_082_758_399 } as const;

export function someCells(random: Random): readonly PlainCell[] {
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

interface Issue {
  readonly tokenId: string;
  readonly slots: 1 | 2;
  readonly account: string;
  readonly cells: readonly PlainCell[];
  /** What the cells include already. */
  readonly included?: readonly Transaction[];
  readonly log?: readonly Transaction[];
  readonly indicator?: Indicator;
}

/** Puts a token on file, and makes it as it was issued, with what terminals wrote to it since. */
export async function makeToken(
  host: ServerSeat,
  random: Random,
  { tokenId, slots, account, cells, included = [], log = [], indicator = CLEAR_INDICATOR }: Issue,
): Promise<Pick<Holding, 'tokenId' | 'slots' | 'token' | 'issued' | 'log' | 'seen'>> {
  const kind = random.pick(['card', 'phone'] as const);
  const identity = { tokenId, slots, issuer: 'HARBOUR', kind, generation: 1, ...VALID, slotSize: 8192 };
  const registration: RegisterToken = {
    token: identity,
    account: { accountRef: account, holder: 'Somebody of the campaign' },
    content: { cells: [...cells], transactions: [...included] },
    verified: true,
  };
  const registered = RegisteredSchema.parse(await host.call('POST', '/v1/tokens', registration));
  const bytes = new Uint8Array(Buffer.from(z.string().parse(registered.image), 'base64'));
  const memory = {
    pageSize: random.pick([32, 64, 128]),
    maxCommandData: random.pick([128, 255, 1024]),
    maxResponseData: 256,
    logRecords: 8,
  };
  const image = { sequence: registered.backup?.sequence ?? 1, bytes };
  const state = personalise({ ...identity, ...memory }, image, log, indicator);
  const protocol = kind === 'phone' ? 'T=CL' : random.pick(PROTOCOLS);
  const token = new InProcessToken(state, { protocol });
  return { tokenId, slots, token, issued: { digest: digestOf(bytes), indicator }, log, seen: new Set() };
}

/** Puts a token on file, has terminals book on it and at the host, and asks for its update. */
export async function issue(
  host: ServerSeat,
  random: Random,
  wanted: { readonly tokenId: string; readonly slots: 1 | 2; readonly cause: Cause },
): Promise<Holding> {
  const { tokenId, slots, cause } = wanted;
  const cells = someCells(random);
  const log = Array.from({ length: random.below(4) }, (_, i) => someTransaction(random, i + 1));
  const known = Array.from({ length: random.below(3) + (cause === 'behind' ? 1 : 0) }, (_, i) =>
    someTransaction(random, i + 101),
  );
  const requestId = idOf(random);
  const indicator: Indicator =
    cause === 'indicator' || cause === 'both'
      ? { state: 'requested', requestId, reason: 'restore', requestedAt: 1_795_000_000 }
      : CLEAR_INDICATOR;
  const account = `ACC-${tokenId.slice(-8)}`;
  const made = await makeToken(host, random, { tokenId, slots, account, cells, log, indicator });
  // A terminal that has posted what it wrote to the token, too.
  const posted = log.length > 0 && random.chance(0.5) ? [...known, ...log.slice(0, 1)] : known;
  const rows = posted.map((transaction) => ({ tokenId, ...transaction }));
  if (rows.length > 0) await host.call('POST', '/v1/transactions', rows);
  if (cause === 'request' || cause === 'both')
    await host.call('POST', `/v1/tokens/${tokenId}/requests`, { reason: 'restore', requestId });
  const booked = [...log, ...known];
  return { ...made, booked, worth: worthOf([...cells], booked) };
}
