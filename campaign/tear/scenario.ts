import { ed25519 } from '@noble/curves/ed25519.js';
import type { UpdateDecision } from '../../src/shared/contract/host.ts';
import { digestOf, type ImageSigner, signImage, type TrustedKeys } from '../../src/shared/image/envelope.ts';
import type { Transaction } from '../../src/shared/image/model.ts';
import { CLEAR_INDICATOR, type Indicator } from '../../src/shared/token/ef-commit.ts';
import type { TokenIdentity } from '../../src/shared/token/ef-token.ts';
import { personalise } from '../../src/virtual-token/create/personalise.ts';
import type { TokenState } from '../../src/virtual-token/memory/state.ts';
import { PROTOCOLS, type Protocol } from '../../src/virtual-token/transport/protocol.ts';
import { Random } from '../random.ts';
import { JOB_NAMES, JOBS, type JobName, someImage } from './jobs.ts';

/** A token, what is to be written to it and why: all cuts of one write are made of it. */
export interface Scenario {
  readonly tokenId: string;
  readonly job: JobName;
  readonly slots: 1 | 2;
  readonly protocol: Protocol;
  readonly issued: TokenState;
  /** The signed image that it was issued with, `null` for none. */
  readonly before: Uint8Array | null;
  readonly after: Uint8Array;
  readonly indicator: Indicator;
  readonly decision: UpdateDecision;
  /** What its log holds, oldest first; the new image takes in the first ones. */
  readonly log: readonly Transaction[];
}

const SIGNER: ImageSigner = { keyId: 'campaign', secretKey: new Uint8Array(32).fill(11) };
export const KEYS: TrustedKeys = new Map([[SIGNER.keyId, ed25519.getPublicKey(SIGNER.secretKey)]]);

const TOKEN_ID = '4821903377105264';
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

export const booking = (counter: number): Transaction => ({
  terminal: 'MKT-0017',
  counter: 6000 + counter,
  at: 1_790_000_000 + counter,
  programme: 'MARKET',
  action: 'earn',
  amount: 100 + counter,
});

/** Tokens as they are bought: from 16-byte pages and short commands to large pages and extended length. */
function someToken(random: Random, slotSize: number, slots: 1 | 2): TokenIdentity {
  const extended = random.chance(0.4);
  return {
    tokenId: TOKEN_ID,
    issuer: 'AURORA',
    kind: 'card',
    generation: 1,
    validFrom: 1_735_689_600,
    validTo: 1_924_991_999,
    slotSize,
    slots,
    pageSize: random.pick([16, 32, 64, 128]),
    maxCommandData: extended ? random.pick([512, 2048]) : random.pick([100, 128, 255]),
    maxResponseData: extended ? 2048 : 256,
    logRecords: 8,
  };
}

/** Every job, on tokens with two slots and with one. */
export const KINDS: readonly Pick<Scenario, 'job' | 'slots'>[] = JOB_NAMES.flatMap((job) => [
  { job, slots: 2 as const },
  { job, slots: 1 as const },
]);

/** What a scenario's cases are counted under. */
export const groupOf = ({ job, slots }: Pick<Scenario, 'job' | 'slots'>): string =>
  slots === 1 ? `${job} one-slot` : job;

/** The scenario with this number. Kinds take turns, so that each has its share of any number of cases. */
export function scenarioOf(seed: number, number: number): Scenario {
  const random = new Random(seed, number, 1);
  const { job, slots } = KINDS[number % KINDS.length] ?? { job: 'update', slots: 2 };
  const log = Array.from({ length: random.below(5) }, (_, i) => booking(i + 1));
  // A token without an image has nothing that its log could have been booked on.
  const included = job === 'replace' ? 0 : random.between(0, log.length);
  const carried = someImage(random, { tokenId: TOKEN_ID, sequence: random.between(1, 1000) });
  const pair = JOBS[job].pair({ random, carried, included: log.slice(0, included) });
  const before = pair.before === null ? null : signImage(pair.before, SIGNER);
  const after = signImage(pair.after, SIGNER);
  const slotSize = Math.max(before?.length ?? 0, after.length) + random.below(300);
  const booked = job === 'replace' ? [] : log;
  const indicator: Indicator = random.chance(0.7)
    ? { state: 'requested', requestId: 'a3f10c55e2749b08', reason: 'restore', requestedAt: 1_790_000_000 }
    : CLEAR_INDICATOR;
  const issuedImage = before === null ? null : { sequence: carried.sequence, bytes: before };
  return {
    tokenId: TOKEN_ID,
    job,
    slots,
    protocol: random.pick(PROTOCOLS),
    issued: personalise(someToken(random, slotSize, slots), issuedImage, booked, indicator),
    before,
    after,
    indicator,
    log: booked,
    decision: {
      decision: 'update',
      reason: JOBS[job].reason,
      requestId: indicator.state === 'clear' ? null : indicator.requestId,
      requestReason: indicator.reason,
      image: base64(after),
      digest: digestOf(after),
      sequence: pair.after.sequence,
      chosen: {
        backupId: 'campaign',
        sequence: carried.sequence,
        capturedAt: '2026-11-22T11:42:00Z',
        recordedBy: 'campaign',
        verified: true,
        why: 'latest-verified',
        transactionsAdded: included,
      },
      logIncluded: included,
      inactiveImage: null,
      currentImage: null,
    },
  };
}
