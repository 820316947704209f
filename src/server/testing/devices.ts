import type { Result } from '../../shared/contract/result.ts';
import { digestOf } from '../../shared/image/envelope.ts';
import { DEFAULT_RULES } from '../../shared/image/merge/rules.ts';
import type { Transaction } from '../../shared/image/model.ts';
import { cellFromJson, cellToJson } from '../images/cell-json.ts';
import { localImageService } from '../images/local.ts';
import type { Body } from '../images/service.ts';
import type { Store } from '../store/store.ts';
import { contentOf, decodeSigned, NOON, registration, SIGNER, TRUSTED } from './kit.ts';

export const CARD = '9280041200004417';
export const PHONE = '9280041200009999';
export const CAPACITY = 3900;
/** Points of HARBOUR and cents of METRO that the first image begins with. */
export const START = { HARBOUR: 1240, METRO: 1840 } as const;
export type Programme = keyof typeof START;

export async function must<T>(result: Promise<Result<T>>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(JSON.stringify(settled.failure));
  return settled.value;
}

export const balanceOf = (signed: string, programme: Programme): number | undefined => {
  const cell = contentOf(signed).cells.find((c) => c.programme === programme);
  return cell !== undefined && 'balance' in cell.payload ? cell.payload.balance : undefined;
};

export const digest = (signed: string): string => digestOf(decodeSigned(signed));

/** An image server with a clock of its own, and the questions that a host asks about two devices of an account. */
export function devicesKit(store: Store) {
  const clock = { now: NOON };
  const images = localImageService({ store, signer: SIGNER, trusted: TRUSTED, now: () => clock.now });
  const issue = (tokenId: string, over: Partial<Body<'issue'>> = {}) => {
    if (!('cells' in registration.content)) throw new Error('The registration has cells.');
    return must(
      images.issue({
        tokenId,
        accountRef: 'ACC-1',
        issuer: 'HARBOUR',
        generation: 1,
        slotSize: 4096,
        cells: registration.content.cells.map((cell) => cellToJson(cellFromJson(cell))),
        transactions: [],
        recordedBy: 'test',
        verified: true,
        ...over,
      }),
    );
  };
  const post = (tokenId: string, transactions: readonly Transaction[]) =>
    must(images.post({ tokenId, transactions: [...transactions], postedBy: 'test' }));
  /** The side of a device that carries the image, or of one that is not there. */
  const side = (tokenId: string, carried: string | null, over: Partial<Body<'side'>> = {}) =>
    images.side({
      tokenId,
      generation: 1,
      capacity: CAPACITY,
      digest: carried === null ? null : digest(carried),
      backupId: null,
      reportedAt: null,
      reserve: [],
      ...over,
    });
  const target = (tokenId: string, carried: string | null): Body<'transfer'>['target'] => ({
    tokenId,
    accountRef: 'ACC-1',
    issuer: 'HARBOUR',
    generation: 1,
    slotSize: 4096,
    afterSequence: carried === null ? 0 : contentOf(carried).sequence,
    currentDigest: carried === null ? null : digest(carried),
    inactiveDigest: null,
  });
  const transfer = (over: Pick<Body<'transfer'>, 'target' | 'first'> & Partial<Body<'transfer'>>) =>
    images.transfer({
      jobId: crypto.randomUUID(),
      source: over.second === undefined || over.second === null ? 'migrated' : 'merged',
      second: null,
      base: null,
      rules: DEFAULT_RULES,
      today: new Date(clock.now).toISOString().slice(0, 10),
      capacity: CAPACITY,
      settlements: {},
      ...over,
    });
  const update = (tokenId: string, carried: string | null, over: Partial<Body<'compose'>> = {}) =>
    images.compose({ ...target(tokenId, carried), requestId: null, criteria: {}, ...over });
  const missing = async (tokenId: string, carried: string) =>
    (
      await must(
        images.state({
          tokenId,
          generation: 1,
          image: { digest: digest(carried), sequence: contentOf(carried).sequence, length: 1 },
          log: [],
        }),
      )
    ).missingTransactions;
  return { store, clock, images, issue, post, side, target, transfer, update, missing };
}
export type DevicesKit = ReturnType<typeof devicesKit>;
