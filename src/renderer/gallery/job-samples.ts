import { failure } from '../../shared/contract/failure.ts';
import type { BackupOffer, Customer } from '../../shared/contract/transfer.ts';
import type { JobPreview } from '../../shared/visit/job/preview.ts';
import type { JobName, Screen } from '../../shared/visit/snapshot.ts';
import { HONEST, UNKNOWN_BEFORE, USUAL } from './changes.ts';
import { MANY_OPEN, MERGED, OPEN } from './merge-sample.ts';
import { NOW } from './now.ts';

const card = { kind: 'card', lastFour: '4417' } as const;
const phone = { kind: 'phone', lastFour: '9082' } as const;
const fresh = { kind: 'card', lastFour: '7730' } as const;
const HOUR = 3_600_000;
const ago = (hours: number): string => new Date(NOW - hours * HOUR).toISOString();

const both = { first: card, second: phone, firstStopped: false, holder: null };
const move: JobName = { kind: 'synchronize', ...both };
const unite: JobName = { kind: 'merge', ...both };
const replace: JobName = {
  kind: 'replace',
  first: card,
  second: null,
  firstStopped: true,
  holder: 'Amira Haddad',
};
const until = NOW + 90_000;

const CUSTOMER: Customer = {
  accountRef: 'ACC-00002206',
  holder: 'Amira Haddad',
  tokens: [
    {
      tokenId: '5311889020004417',
      kind: 'card',
      issuer: 'HARBOUR',
      generation: 3,
      status: 'active',
      reportedAt: null,
      hotlisted: false,
    },
    {
      tokenId: '5311889020009082',
      kind: 'phone',
      issuer: 'HARBOUR',
      generation: 1,
      status: 'active',
      reportedAt: null,
      hotlisted: false,
    },
    {
      tokenId: '5311889020001305',
      kind: 'card',
      issuer: 'HARBOUR',
      generation: 2,
      status: 'stolen',
      reportedAt: ago(24 * 40),
      hotlisted: true,
    },
  ],
};

const CONTENT: BackupOffer['content'] = USUAL.rows.flatMap(({ programme, after }) =>
  after === null ? [] : [{ programme, view: after as BackupOffer['content'][number]['view'] }],
);

const offer = (over: Partial<BackupOffer>): BackupOffer => ({
  backupId: 'b-18',
  sequence: 18,
  capturedAt: ago(3),
  recordedBy: 'kiosk-2',
  origin: 'composed',
  verified: true,
  content: CONTENT,
  transactionsToAdd: 0,
  suggested: false,
  reasons: ['signed'],
  blocked: null,
  ...over,
});

const OFFERS: readonly BackupOffer[] = [
  offer({
    backupId: 'b-19',
    sequence: 19,
    capturedAt: ago(0.4),
    recordedBy: 'kiosk-7',
    origin: 'recorded',
    reasons: [],
    blocked: 'after-report',
  }),
  offer({ suggested: true, reasons: ['last-before-report', 'read-back', 'nothing-since', 'signed'] }),
  offer({ backupId: 'b-17', sequence: 17, capturedAt: ago(20), origin: 'recorded', transactionsToAdd: 2 }),
  offer({
    backupId: 'b-12',
    sequence: 12,
    capturedAt: ago(101),
    transactionsToAdd: 6,
    origin: 'transferred',
  }),
  offer({
    backupId: 'b-1',
    sequence: 1,
    capturedAt: ago(24 * 19),
    recordedBy: 'issuing',
    origin: 'issued',
    transactionsToAdd: 16,
    reasons: ['issued'],
  }),
];

const preview = (over: Partial<JobPreview>): JobPreview => ({
  change: USUAL,
  merge: null,
  bytes: { used: 1932, room: 2048 },
  transactionsAdded: 0,
  reserve: [],
  ...over,
});

const idle = { busy: false, failure: null } as const;
const compare = (job: JobName, shown: JobPreview): Screen => ({
  screen: 'compare',
  job,
  preview: shown,
  settled: [],
  ...idle,
  until,
});
const present = (job: JobName, over: Partial<Extract<Screen, { screen: 'present' }>>): Screen => ({
  screen: 'present',
  job,
  role: 'second',
  toWrite: false,
  wrong: null,
  readers: 1,
  until,
  ...over,
});
const start = { first: null, second: null } as const;
const half = { second: null } as const;
const away = failure('host-unreachable', 'ECONNREFUSED');

/** The screens of the jobs from one device to another. */
export const JOB_SAMPLES: Readonly<Record<string, Screen>> = {
  find: { screen: 'find', job: { ...replace, first: null, holder: null }, customers: null, ...idle },
  'find-found': { screen: 'find', job: replace, customers: [CUSTOMER], ...idle },
  'find-none': { screen: 'find', job: replace, customers: [], ...idle },
  'find-busy': { screen: 'find', job: replace, customers: null, busy: true, failure: null },
  'find-failed': { screen: 'find', job: replace, customers: [CUSTOMER], busy: false, failure: away },
  backups: {
    screen: 'backups',
    job: replace,
    lost: card,
    report: 'lost',
    offers: OFFERS,
    chosen: null,
    ...idle,
  },
  'backups-failed': {
    screen: 'backups',
    job: replace,
    lost: phone,
    report: 'upgraded',
    offers: OFFERS.slice(1, 4),
    chosen: 'b-17',
    busy: false,
    failure: away,
  },
  'backups-none': {
    screen: 'backups',
    job: replace,
    lost: card,
    report: 'stolen',
    offers: [],
    chosen: null,
    ...idle,
  },
  present: present({ ...move, ...start }, { role: 'first' }),
  'present-second': present({ ...move, ...half }, {}),
  'present-beside': present({ ...unite, ...half }, { readers: 2 }),
  'present-new': present(replace, {}),
  'present-same': present({ ...unite, ...half }, { wrong: 'same-token' }),
  'present-other': present(unite, { role: 'first', toWrite: true, wrong: 'other-token' }),
  'present-write': present(unite, { role: 'first', toWrite: true }),
  comparing: { screen: 'comparing', job: { ...move, ...half }, doing: 'asking' },
  'comparing-reading': { screen: 'comparing', job: { ...unite, ...half }, doing: 'reading' },
  'comparing-recording': { screen: 'comparing', job: move, doing: 'recording' },
  'comparing-composing': { screen: 'comparing', job: unite, doing: 'composing' },
  compare: compare(move, preview({ change: HONEST, transactionsAdded: 2 })),
  'compare-replace': compare(
    { ...replace, second: fresh },
    preview({
      change: UNKNOWN_BEFORE,
      transactionsAdded: 6,
      reserve: [{ programme: 'WALLET', amount: 500 }],
    }),
  ),
  'compare-merge': compare(unite, preview({ merge: MERGED })),
  'compare-open': compare(unite, preview({ merge: OPEN, bytes: null })),
  'compare-stuck': compare(unite, preview({ merge: MANY_OPEN, bytes: null })),
};
