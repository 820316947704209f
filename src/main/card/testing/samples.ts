import type { Transaction } from '../../../shared/image/model.ts';
import type { Indicator } from '../../../shared/token/ef-commit.ts';
import type { TokenIdentity } from '../../../shared/token/ef-token.ts';
import type { TokenReading } from '../read.ts';
import type { WriteJob } from '../write.ts';

export const IDENTITY: TokenIdentity = {
  tokenId: '4821903377105264',
  issuer: 'AURORA',
  kind: 'card',
  generation: 1,
  validFrom: 1_735_689_600,
  validTo: 1_924_991_999,
  slotSize: 1024,
  slots: 2,
  pageSize: 64,
  maxCommandData: 255,
  maxResponseData: 256,
  logRecords: 5,
};

export const REQUEST: Indicator = {
  state: 'requested',
  requestId: 'a3f10c55e2749b08',
  reason: 'restore',
  requestedAt: 1_790_000_000,
};

export const NEWER_REQUEST: Indicator = { ...REQUEST, requestId: 'b4f10c55e2749b09', reason: 'correction' };

export const earned = (counter: number): Transaction => ({
  terminal: 'MKT-0017',
  counter,
  at: 1_790_000_000 + counter,
  programme: 'MARKET',
  action: 'earn',
  amount: 100 + counter,
});

/** To write image 8 in place of image 7 of what was read, serving `REQUEST`. */
export const writeJob = (reading: TokenReading, over: Partial<WriteJob> = {}): WriteJob => ({
  reading,
  image: imageBytes(900, 2),
  imageSequence: 8,
  logIncluded: 0,
  servedRequestId: REQUEST.requestId,
  inactiveContent: null,
  ...over,
});

/** Bytes that differ from seed to seed almost everywhere: the card layer does not look inside an image. */
export const imageBytes = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 97 + ((i * i) >> 3)) & 0xff);
