import type { RegisterToken } from '../../src/server/host/admin-contract.ts';

/** What a made card is like, for the software token and for the host. */
export interface Content {
  readonly kind?: 'card' | 'phone';
  /** Whose card it is; unless told, nobody else's. */
  readonly account?: string;
  /** Its programmes' cells, as a token's description has them. */
  readonly cells?: readonly unknown[];
  /** Those that its balances include. */
  readonly transactions?: readonly unknown[];
  /** Never given an image: of the account's next generation, to take another one's place. */
  readonly blank?: boolean;
}

export const accountOf = (tokenId: string, { account }: Content): string =>
  account ?? `ACC-${tokenId.slice(-4)}`;

export const cell = (programme: string, owner: string, kind: string, payload: unknown) => ({
  programme,
  owner,
  kind,
  version: 1,
  payload,
});

export const points = (balance: number) =>
  cell('HARBOUR', 'Harbour-Market', 'points', { balance, label: 'Points' });
export const purse = (balance: number) => cell('METRO', 'Metro-Lines', 'purse', { balance, currency: 'EUR' });

/** One moment of all made cards, so that merges know what came before. */
const CAPTURED_AT = '2026-11-09T11:42:00Z';

/** A token's description, as `recard token create` takes it. */
export const description = (tokenId: string, content: Content) => ({
  tokenId,
  issuer: 'HARBOUR',
  kind: content.kind ?? 'card',
  generation: content.blank === true ? 2 : 1,
  validFrom: '2025-01-01',
  validTo: '2035-12-31',
  memory: { slotSize: 2048 },
  ...(content.blank === true
    ? {}
    : {
        image: {
          account: accountOf(tokenId, content),
          sequence: 3,
          capturedAt: CAPTURED_AT,
          programmes: content.cells ?? [points(500), purse(2390)],
          ...(content.transactions === undefined ? {} : { transactions: content.transactions }),
        },
      }),
});

/** What the host is told that the card carries. */
export function contentOf(image: Uint8Array | null, { blank = false }: Content): RegisterToken['content'] {
  if (image !== null) return { image: Buffer.from(image).toString('base64') };
  return blank ? { blank } : { cells: [], transactions: [] };
}
