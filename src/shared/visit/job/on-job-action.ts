import { assertNever } from '../../contract/result.ts';
import type { JobKind } from '../../contract/transfer.ts';
import type { Effect } from '../effect.ts';
import type { VisitEvent } from '../event.ts';
import type { Kiosk, VisitState } from '../state.ts';
import { release, stay, type Transition } from '../transition.ts';
import { atStep, cancelJob, takeToken } from './devices.ts';
import type { Job, JobStep } from './state.ts';

type Act = Extract<VisitEvent, { type: 'job-act' }>;
type ActionOf<T extends Act['action']['type']> = Extract<Act['action'], { type: T }>;
type AtPreview = Extract<JobStep, { step: 'preview' }>;

/** Where nobody's visit is under way: a job may begin. */
const IDLE: readonly VisitState['name'][] = ['ready', 'done', 'refused', 'trouble', 'offline'];

function start(kiosk: Kiosk, kind: JobKind, { id: jobId, spare }: Act): Transition {
  const { visit } = kiosk;
  // A replacement needs somebody who knows the customer.
  if (!IDLE.includes(visit.name) || (kind === 'replace' && kiosk.mode !== 'desk')) return stay(kiosk);
  const job: Job = {
    jobId,
    kind,
    staff: kiosk.staff,
    first: null,
    second: null,
    lost: null,
    backupId: null,
    writes: [],
    preview: null,
    receipt: null,
    spare,
    seen: [],
    at: { step: 'composing' },
    until: kiosk.now,
  };
  const begun =
    kind === 'replace'
      ? atStep(kiosk, job, { step: 'search', customers: null, busy: false, failure: null })
      : takeToken(kiosk, job, 'first');
  const freed: readonly Effect[] = visit.name === 'offline' ? [release(visit.on)] : [];
  return { kiosk: begun.kiosk, effects: [...freed, ...begun.effects] };
}

function search(kiosk: Kiosk, job: Job, { by, value }: ActionOf<'search'>): Transition {
  const { at, jobId } = job;
  if (at.step !== 'search' || at.busy) return stay(kiosk);
  return atStep(kiosk, job, { ...at, busy: true, failure: null }, { type: 'search', jobId, by, value });
}

function report(kiosk: Kiosk, job: Job, action: ActionOf<'report'>): Transition {
  const { at, jobId, staff } = job;
  if (at.step !== 'search' || at.busy) return stay(kiosk);
  const { tokenId } = action;
  const customer = at.customers?.find(({ tokens }) => tokens.some((token) => token.tokenId === tokenId));
  if (customer === undefined) return stay(kiosk);
  return atStep(
    kiosk,
    job,
    { ...at, busy: true, failure: null },
    { type: 'report', jobId, customer, tokenId, report: action.report, staff },
  );
}

function chooseBackup(
  kiosk: Kiosk,
  job: Job,
  action: ActionOf<'choose-backup'>,
  transferId: string,
): Transition {
  const { at, lost } = job;
  if (at.step !== 'backups' || at.busy || lost === null) return stay(kiosk);
  const offer = at.offers.find(({ backupId }) => backupId === action.backupId);
  if (offer === undefined || offer.blocked !== null) return stay(kiosk);
  const askedAs = [...(lost.askedAs ?? []), transferId];
  const chosen = { ...job, backupId: offer.backupId, lost: { ...lost, askedAs } };
  const { tokenId } = lost;
  return atStep(
    kiosk,
    chosen,
    { ...at, busy: true, failure: null },
    { type: 'check-absent', job: chosen, transferId, tokenId },
  );
}

function settleAgain(kiosk: Kiosk, job: Job, at: AtPreview, settled: AtPreview['settled']): Transition {
  return atStep(
    kiosk,
    job,
    { ...at, settled, busy: true, failure: null },
    { type: 'settle-merge', job, settled },
  );
}

function settle(kiosk: Kiosk, job: Job, { id, choice }: ActionOf<'settle'>): Transition {
  const { at } = job;
  if (at.step !== 'preview' || at.busy || kiosk.mode !== 'desk') return stay(kiosk);
  const conflict = at.preview.merge?.conflicts.find((one) => one.id === id);
  if (conflict === undefined || !conflict.choices.includes(choice)) return stay(kiosk);
  const others = at.settled.filter((one) => one.id !== id);
  return settleAgain(kiosk, job, at, [...others, { id, choice }]);
}

function undo(kiosk: Kiosk, job: Job): Transition {
  const { at } = job;
  if (at.step !== 'preview' || at.busy || at.settled.length === 0) return stay(kiosk);
  return settleAgain(kiosk, job, at, at.settled.slice(0, -1));
}

function confirm(kiosk: Kiosk, job: Job): Transition {
  const { at } = job;
  // Without a size there is no result: a conflict is open.
  if (at.step !== 'preview' || at.busy || at.preview.bytes === null) return stay(kiosk);
  const { settled } = at;
  return atStep(kiosk, job, { ...at, busy: true, failure: null }, { type: 'sign', job, settled });
}

/** Asks for the backups again after the host was away; the other steps are asked again by their own actions. */
function again(kiosk: Kiosk, job: Job): Transition {
  const { at, lost, jobId } = job;
  if (at.step !== 'backups' || at.busy || at.failure === null || lost === null) return stay(kiosk);
  const { tokenId } = lost;
  return atStep(kiosk, job, { ...at, busy: true, failure: null }, { type: 'offers', jobId, tokenId });
}

/** What a person did in a job. An action that the step does not offer changes nothing. */
export function onJobAction(kiosk: Kiosk, event: Act): Transition {
  const { action, transferId } = event;
  if (action.type === 'start') return start(kiosk, action.job, event);
  if (kiosk.visit.name !== 'job') return stay(kiosk);
  const { job } = kiosk.visit;
  switch (action.type) {
    case 'cancel':
      return cancelJob(kiosk, job);
    case 'search':
      return search(kiosk, job, action);
    case 'report':
      return report(kiosk, job, action);
    case 'choose-backup':
      return chooseBackup(kiosk, job, action, transferId);
    case 'settle':
      return settle(kiosk, job, action);
    case 'undo':
      return undo(kiosk, job);
    case 'confirm':
      return confirm(kiosk, job);
    case 'again':
      return again(kiosk, job);
    default:
      return assertNever(action);
  }
}
