import { failure } from '../../contract/failure.ts';
import type { JobAction } from '../../contract/ipc.ts';
import { type BackupOffer, type Customer, JOBS, type TransferAnswer } from '../../contract/transfer.ts';
import type { MergePreview } from '../../image/merge/preview.ts';
import type { Effect } from '../effect.ts';
import type { JobAnswer } from '../event.ts';
import { noChange, report, update } from '../testing.ts';
import type { JobPreview } from './preview.ts';
import type { PendingWrite } from './state.ts';

/** Values for tests of jobs: nothing that a screen or a kiosk uses. */
export const OTHER = '1111111111111111';

export const customer: Customer = {
  accountRef: 'ACC-2206',
  holder: 'Amira Haddad',
  tokens: [
    {
      tokenId: OTHER,
      kind: 'card',
      issuer: 'HARBOUR',
      generation: 1,
      status: 'active',
      reportedAt: null,
      hotlisted: false,
    },
  ],
};

export const offer = (over: Partial<BackupOffer> = {}): BackupOffer => ({
  backupId: 'b-1',
  sequence: 4,
  capturedAt: '2026-11-22T11:42:00Z',
  recordedBy: 'kiosk-1',
  origin: 'composed',
  verified: true,
  content: [],
  transactionsToAdd: 0,
  suggested: true,
  reasons: ['latest'],
  blocked: null,
  ...over,
});

export const valid = (sendImage = false): TransferAnswer => ({
  valid: true,
  quotaLeft: null,
  until: '2026-11-22T12:10:00Z',
  nonce: 'ab'.repeat(16),
  sendImage,
  holder: 'Amira Haddad',
});
export const invalid: TransferAnswer = {
  valid: false,
  reason: 'hotlisted',
  reference: 'R-1',
  quotaLeft: null,
};

const open: MergePreview['conflicts'][number] = {
  id: 'cell GYM 5',
  entry: 'cell',
  programme: 'GYM',
  kind: 'ticket',
  item: null,
  reason: 'same-version-differs',
  choices: ['keep-first', 'keep-second'],
  first: null,
  second: null,
};

/** A merge with one conflict, open or settled. */
export const mergeOf = (settled: boolean): MergePreview => {
  const { choices: _choices, ...conflict } = open;
  return {
    base: 'none',
    rows: [],
    others: [],
    conflicts: settled ? [] : [open],
    settled: settled ? [{ ...conflict, choice: 'keep-first' }] : [],
    flags: [],
  };
};

export const preview = (merge: MergePreview | null = null): JobPreview => ({
  change: noChange,
  merge,
  bytes: merge !== null && merge.conflicts.length > 0 ? null : { used: 700, room: 8000 },
  transactionsAdded: 0,
  reserve: [],
});

const write = (role: PendingWrite['role']): PendingWrite => ({ role, decision: update, change: noChange });

/** What the host may answer to a job's question: yes, no, or not at all. */
export function answerJob(effect: Effect, choice: number): JobAnswer | undefined {
  if (!('job' in effect) && !('jobId' in effect)) return undefined;
  const jobId = 'job' in effect ? effect.job.jobId : effect.jobId;
  if (effect.type !== 'record-device' && choice % 4 === 0)
    return {
      jobId,
      type: 'job-failed',
      failure: failure(choice % 8 ? 'host-unreachable' : 'internal-error'),
    };
  const answer = choice % 7 === 1 ? invalid : valid(choice % 3 === 1);
  switch (effect.type) {
    case 'search':
      return { jobId, type: 'customers-found', customers: choice % 5 ? [customer] : [] };
    case 'report': {
      const { tokenId, report: kind } = effect;
      return { jobId, type: 'token-reported', lost: { tokenId, report: kind, customer: effect.customer } };
    }
    case 'offers':
      return {
        jobId,
        type: 'backups-offered',
        offers: [offer(), offer({ backupId: 'b-2', blocked: 'after-report' })],
      };
    case 'check-absent':
      return { jobId, type: 'absent-checked', transferId: effect.transferId, answer };
    case 'check':
    case 'record-device':
      return { jobId, type: 'checked', transferId: effect.on.visitId, answer };
    case 'compose':
      if (choice % 9 === 2) return { jobId, type: 'job-refused', reason: 'merge-needed', reference: 'R-2' };
      return { jobId, type: 'previewed', settled: [], preview: preview(choice % 2 ? mergeOf(false) : null) };
    case 'settle-merge': {
      const { settled } = effect;
      return { jobId, type: 'previewed', settled, preview: preview(mergeOf(settled.length > 0)) };
    }
    case 'sign':
      return {
        jobId,
        type: 'images-signed',
        writes: choice % 2 ? [write('second'), write('first')] : [write('second')],
      };
    default:
      return undefined;
  }
}

const THINGS: readonly JobAction[] = [
  { type: 'confirm' },
  { type: 'settle', id: open.id, choice: 'keep-first' },
  { type: 'undo' },
  { type: 'search', by: 'account', value: 'ACC-2206' },
  { type: 'report', tokenId: OTHER, report: 'lost' },
  { type: 'choose-backup', backupId: 'b-1' },
  { type: 'choose-backup', backupId: 'b-2' },
  { type: 'confirm' },
  { type: 'again' },
  ...JOBS.map((job) => ({ type: 'start', job }) as const),
  { type: 'cancel' },
];

/** Any action of a person in a job. */
export const anyJobAction = (pick: number): JobAction => THINGS[pick % THINGS.length] ?? { type: 'cancel' };

/** The token of a random history: two ids, so that both devices and swapped ones occur. */
export const someReport = (choice: number) => report({ tokenId: choice % 2 ? report().tokenId : OTHER });
