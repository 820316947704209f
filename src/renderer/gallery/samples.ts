import { type FailureCode, failure } from '../../shared/contract/failure.ts';
import type { StaffMember } from '../../shared/contract/staff.ts';
import type { JobKind } from '../../shared/contract/transfer.ts';
import type { Receipt, RefusedReason, Screen, TokenName } from '../../shared/visit/snapshot.ts';
import { en } from '../text/en/index.ts';
import { TROUBLE_OF } from '../text/failures.ts';
import { FULL, HONEST, LONG_NAMES, MANY, UNKNOWN_BEFORE, USUAL } from './changes.ts';
import { JOB_SAMPLES } from './job-samples.ts';
import { MERGED } from './merge-sample.ts';
import { NOW } from './now.ts';

export const STAFF: StaffMember = { id: 'jonas', name: 'Jonas Brandt' };

const token = { kind: 'card', lastFour: '4417' } as const;
const phone = { kind: 'phone', lastFour: '9082' } as const;

/** Of which nothing may be promised that holds only where there is room for two images. */
const oneSlot = { ...token, oneSlot: true } as const;

const receipt: Receipt = {
  visitId: '0f6e7c52-4d0a-4a53-9d6e-3f8f6f1f2a10',
  at: NOW,
  token,
  change: USUAL,
  bytesWritten: 1680,
  imageBytes: 1680,
  sequence: 18,
  requestCleared: true,
  hostConfirmed: true,
  job: null,
};

const REASONS = Object.keys(en.refused) as readonly RefusedReason[];

const refusals = Object.fromEntries(
  REASONS.map((reason): [string, Screen] => [
    reason === 'hotlisted' ? 'refused' : `refused-${reason}`,
    { screen: 'refused', token, reason, reference: 'HS-2206', tokenPresent: true },
  ]),
);

const doneJob = (kind: JobKind, to: TokenName = phone): Screen => ({
  screen: 'done',
  token: to,
  outcome: 'updated',
  receipt: {
    ...receipt,
    token: to,
    job: {
      kind,
      from: token,
      fromStopped: false,
      merge: kind === 'merge' ? MERGED : null,
      reserve: kind === 'replace' ? [{ programme: 'WALLET', amount: 500 }] : [],
    },
  },
  tokenPresent: true,
  forgotten: false,
});

/** One failure for each text that a customer may read. */
const troubles = Object.fromEntries(
  Object.entries(TROUBLE_OF).map(([code, told]): [string, Screen] => {
    const failed = failure(code as FailureCode, 'what the part that failed said about it');
    const onCard = failed.retry === 'reinsert';
    return [
      `trouble-${told}`,
      {
        screen: 'trouble',
        failure: failed,
        token: onCard ? token : null,
        reference: told.startsWith('card') || told.startsWith('data') ? 'R-0F6E7C52' : null,
        tokenPresent: false,
      },
    ];
  }),
);

/** Every screen in every variant worth looking at, by name. */
export const SAMPLES: Readonly<Record<string, Screen>> = {
  attract: { screen: 'attract' },
  reading: { screen: 'reading', token: null },
  'reading-phone': { screen: 'reading', token: phone },
  deciding: { screen: 'deciding', token, step: 'asking' },
  'deciding-recording': { screen: 'deciding', token, step: 'recording' },
  'deciding-preparing': { screen: 'deciding', token, step: 'preparing' },
  offer: { screen: 'offer', token, change: USUAL, until: NOW + 60_000 },
  'offer-honest': { screen: 'offer', token, change: HONEST, until: NOW + 60_000 },
  'offer-many': { screen: 'offer', token, change: MANY, until: NOW + 60_000 },
  'offer-full': { screen: 'offer', token, change: FULL, until: NOW + 60_000 },
  'offer-phone': { screen: 'offer', token: phone, change: LONG_NAMES, until: NOW + 60_000 },
  'offer-unknown': { screen: 'offer', token, change: UNKNOWN_BEFORE, until: NOW + 60_000 },
  'offer-late': { screen: 'offer', token, change: USUAL, until: NOW + 12_000 },
  restoring: { screen: 'restoring', token, progress: { step: 'write', done: 1042, total: 1680 } },
  'restoring-copy': { screen: 'restoring', token, progress: { step: 'copy', done: 240, total: 960 } },
  'restoring-one-slot': {
    screen: 'restoring',
    token: oneSlot,
    progress: { step: 'write', done: 1042, total: 1680 },
  },
  verifying: { screen: 'verifying', token, progress: { step: 'verify', done: 900, total: 1680 } },
  'verifying-commit': { screen: 'verifying', token, progress: { step: 'commit', done: 0, total: 64 } },
  done: { screen: 'done', token, outcome: 'updated', receipt, tokenPresent: true, forgotten: false },
  'done-taken': { screen: 'done', token, outcome: 'updated', receipt, tokenPresent: false, forgotten: false },
  'done-current': {
    screen: 'done',
    token,
    outcome: 'current',
    receipt: null,
    tokenPresent: true,
    forgotten: false,
  },
  'done-declined': {
    screen: 'done',
    token,
    outcome: 'declined',
    receipt: null,
    tokenPresent: true,
    forgotten: false,
  },
  'done-thanks': {
    screen: 'done',
    token,
    outcome: 'current',
    receipt: null,
    tokenPresent: false,
    forgotten: false,
  },
  'done-forgotten': {
    screen: 'done',
    token,
    outcome: 'updated',
    receipt: null,
    tokenPresent: true,
    forgotten: true,
  },
  'done-many': {
    screen: 'done',
    token,
    outcome: 'updated',
    receipt: { ...receipt, change: MANY },
    tokenPresent: true,
    forgotten: false,
  },
  'removed-phone': { screen: 'removed', token: phone, until: NOW + 108_000, wrongToken: false },
  removed: { screen: 'removed', token, until: NOW + 108_000, wrongToken: false },
  'removed-wrong': { screen: 'removed', token, until: NOW + 54_000, wrongToken: true },
  'removed-one-slot': { screen: 'removed', token: oneSlot, until: NOW + 108_000, wrongToken: false },
  'refused-set-aside-one-slot': {
    screen: 'refused',
    token: oneSlot,
    reason: 'set-aside',
    reference: 'R-0F6E7C52',
    tokenPresent: true,
  },
  'trouble-one-slot': {
    screen: 'trouble',
    failure: failure('verify-mismatch'),
    token: oneSlot,
    reference: 'R-0F6E7C52',
    tokenPresent: true,
  },
  'trouble-torn': {
    screen: 'trouble',
    failure: failure('journal-damaged', '', { tokenEffect: 'unknown' }),
    token,
    reference: 'R-0F6E7C52',
    tokenPresent: true,
  },
  ...refusals,
  ...JOB_SAMPLES,
  'done-merge': doneJob('merge'),
  'done-replace': doneJob('replace'),
  'done-synchronize': doneJob('synchronize', { kind: 'card', lastFour: '7730' }),
  ...troubles,
  trouble: {
    screen: 'trouble',
    failure: failure('reader-missing'),
    token: null,
    reference: null,
    tokenPresent: false,
  },
  offline: { screen: 'offline', token: null, tokenPresent: false, content: null },
  'offline-card': { screen: 'offline', token, tokenPresent: true, content: null },
  'offline-content': {
    screen: 'offline',
    token,
    tokenPresent: true,
    content: USUAL.rows.flatMap(({ programme, before }) =>
      before === null ? [] : [{ programme, view: before }],
    ),
  },
  'offline-half-written': {
    screen: 'offline',
    token: { ...oneSlot, halfWritten: true },
    tokenPresent: true,
    content: null,
  },
  'offline-empty': { screen: 'offline', token, tokenPresent: true, content: [] },
};
