import { expect, test } from 'vitest';
import { type FailureCode, failure } from '../../contract/failure.ts';
import type { JobAction } from '../../contract/ipc.ts';
import type { Effect } from '../effect.ts';
import type { VisitEvent } from '../event.ts';
import { reduce } from '../reduce.ts';
import { initialKiosk } from '../state.ts';
import { customer, OTHER, offer } from './testing.ts';

/** Staff have chosen a backup of the lost card, and the host is asked about it; then what `events` say happens. */
function asked(...events: readonly VisitEvent[]): readonly Effect[] {
  let kiosk = initialKiosk(0, 'desk');
  let effects: readonly Effect[] = [];
  const act = (action: JobAction, transferId = 'unused'): VisitEvent => ({
    ...{ type: 'job-act', action, id: 'job-1', transferId, spare: [], at: 1 },
  });
  const lost = { customer, tokenId: OTHER, report: 'lost' } as const;
  const chosen: readonly VisitEvent[] = [
    act({ type: 'start', job: 'replace' }),
    act({ type: 'search', by: 'account', value: 'ACC-2206' }),
    { type: 'customers-found', jobId: 'job-1', customers: [customer], at: 1 },
    act({ type: 'report', tokenId: OTHER, report: 'lost' }),
    { type: 'token-reported', jobId: 'job-1', lost, at: 1 },
    { type: 'backups-offered', jobId: 'job-1', offers: [offer()], at: 1 },
    act({ type: 'choose-backup', backupId: 'b-1' }, 'absent-1'),
  ];
  for (const event of [...chosen, ...events]) ({ kiosk, effects } = reduce(kiosk, event));
  return effects;
}
const failed = (code: FailureCode): VisitEvent => ({
  ...{ type: 'job-failed', jobId: 'job-1', failure: failure(code), at: 2 },
});
const concluded = (effects: readonly Effect[]) =>
  effects.flatMap((effect) =>
    effect.type === 'conclude' ? [`${effect.visitId} ${effect.tokenId} ${effect.outcome}`] : [],
  );

test('the host is told of the end of an absent device that it was asked about, also if it never answered', () => {
  expect(concluded(asked(failed('host-answer-malformed')))).toEqual([`absent-1 ${OTHER} failed`]);
});

test('asked about again after the host was away, each of the questions is ended with the job', () => {
  const again: VisitEvent = {
    ...{ type: 'job-act', id: 'job-1', transferId: 'absent-2', spare: [], at: 3 },
    action: { type: 'choose-backup', backupId: 'b-1' },
  };
  const cancel: VisitEvent = {
    ...{ type: 'job-act', id: 'job-1', transferId: 'unused', spare: [], at: 4 },
    action: { type: 'cancel' },
  };
  const away = failed('host-timeout');
  expect(concluded(asked(away))).toEqual([]);
  expect(concluded(asked(away, again, away, cancel))).toEqual([
    `absent-1 ${OTHER} declined`,
    `absent-2 ${OTHER} declined`,
  ]);
});
