import type { TokenReport, UpdateDecision } from '../contract/host.ts';
import type { ImageChange } from '../image/change.ts';
import { CLEAR_INDICATOR } from '../token/ef-commit.ts';
import type { OpenIntent } from './state.ts';

/** Values for tests of the visit: nothing that a screen or a kiosk uses. */
export const digest = (letter: string): string => letter.repeat(64);

export const report = (over: Partial<TokenReport> = {}): TokenReport => ({
  tokenId: '9280041200004417',
  issuer: 'HARBOUR',
  kind: 'card',
  generation: 1,
  validFrom: 0,
  validTo: 0xffff_ffff,
  slotSize: 8192,
  slots: 2,
  image: { digest: digest('a'), sequence: 4, length: 700 },
  indicator: CLEAR_INDICATOR,
  inactiveDigest: null,
  logSequence: 0,
  logIncluded: 0,
  log: [],
  logLost: 0,
  ...over,
});

export const update: UpdateDecision = {
  decision: 'update',
  reason: 'request-pending',
  requestId: '00000000000000aa',
  requestReason: 'restore',
  image: 'AA==',
  digest: digest('b'),
  sequence: 5,
  chosen: {
    backupId: 'b-1',
    sequence: 4,
    capturedAt: '2026-11-22T11:42:00Z',
    recordedBy: 'kiosk-1',
    verified: true,
    why: 'latest-verified',
    transactionsAdded: 2,
  },
  logIncluded: 0,
  inactiveImage: null,
  currentImage: null,
};

export const noChange: ImageChange = { rows: [], beforeKnown: true };

export const intent = (over: Partial<OpenIntent> = {}): OpenIntent => ({
  intentId: 'i-1',
  visitId: 'v-earlier',
  tokenId: report().tokenId,
  beforeDigest: digest('a'),
  afterDigest: digest('b'),
  reason: 'indicator-set',
  imageBytes: 700,
  openedAt: 0,
  failures: 0,
  change: noChange,
  ...over,
});
