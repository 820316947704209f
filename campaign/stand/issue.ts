import { openImage } from '../../src/shared/image/envelope.ts';
import type { TokenKind } from '../../src/shared/image/model.ts';
import { must } from '../../src/shared/testing/results.ts';
import { personalise } from '../../src/virtual-token/create/personalise.ts';
import type { TokenState } from '../../src/virtual-token/memory/state.ts';
import type { Office } from './office.ts';

/** A token as it is issued. */
export interface Issue {
  readonly tokenId: string;
  readonly account: string;
  readonly kind: TokenKind;
  readonly slots: 1 | 2;
  readonly generation: number;
  /** Points and cents that its first image begins with; `null` for one that carries nothing yet. */
  readonly start: { readonly points: number; readonly cents: number } | null;
}

export const POINTS = 'HARBOUR';
export const CENTS = 'METRO';
const VALID = { validFrom: 1_735_689_600, validTo: 2_082_758_399 };
const HOLDER = 'Nora Lindqvist';

const cellsOf = ({ points, cents }: NonNullable<Issue['start']>) => [
  {
    programme: POINTS,
    owner: 'Harbour-Market',
    kind: 'points',
    version: 1,
    payload: { balance: points },
  } as const,
  {
    programme: CENTS,
    owner: 'Metro-Lines',
    kind: 'purse',
    version: 1,
    payload: { balance: cents, currency: 'EUR' },
  } as const,
];

/** Puts a token on file and makes it. */
export async function issue(office: Office, wanted: Issue): Promise<TokenState> {
  const { tokenId, account, kind, slots, generation, start } = wanted;
  const identity = { tokenId, issuer: 'HARBOUR', kind, generation, ...VALID, slotSize: 4096, slots };
  const image = await office.register({
    token: identity,
    account: { accountRef: account, holder: HOLDER },
    content: start === null ? { blank: true } : { cells: cellsOf(start) },
    verified: start !== null,
  });
  const carried =
    image === null ? null : { sequence: must(openImage(image, office.keys)).image.sequence, bytes: image };
  const memory = { pageSize: 64, maxCommandData: 255, maxResponseData: 256, logRecords: 20 };
  return personalise({ ...identity, ...memory }, carried, [], null);
}
