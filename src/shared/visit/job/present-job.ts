import { assertNever } from '../../contract/result.ts';
import { type DeviceRole, isMissing } from '../../contract/transfer.ts';
import type { JobName, Receipt, Screen, TokenName } from '../snapshot.ts';
import { type Kiosk, type Known, nameOf } from '../state.ts';
import type { Device, Job, JobStep, LostToken } from './state.ts';

function lostName({ tokenId, customer }: LostToken): TokenName {
  const kind = customer.tokens.find((token) => token.tokenId === tokenId)?.kind ?? 'card';
  return { kind, lastFour: tokenId.slice(-4) };
}

const deviceName = (device: Device | null): TokenName | null =>
  device?.on == null ? null : nameOf(device.on.report);

/** The device of this role as a screen may name it, also while it is only being checked. */
function nameIn({ at, lost, ...job }: Job, role: DeviceRole): TokenName | null {
  if (role === 'first' && lost !== null) return lostName(lost);
  const checked = at.step === 'checking' && at.role === role ? nameOf(at.on.report) : null;
  return deviceName(job[role]) ?? checked;
}

function isFirstStopped({ lost }: Job): boolean {
  if (lost === null) return false;
  const { tokenId, report, customer } = lost;
  return isMissing(report) || customer.tokens.some((token) => token.tokenId === tokenId && token.hotlisted);
}

/** A job's name for its screens; the holder is for staff only. */
export const jobName = (kiosk: Kiosk, job: Job): JobName => ({
  kind: job.kind,
  first: nameIn(job, 'first'),
  second: nameIn(job, 'second'),
  firstStopped: isFirstStopped(job),
  holder:
    kiosk.mode === 'desk'
      ? (job.second?.holder ?? job.first?.holder ?? job.lost?.customer.holder ?? null)
      : null,
});

/** What the receipt of a written device says of its job. */
export const receiptJob = (job: Job, on: Known): Receipt['job'] => ({
  kind: job.kind,
  from: nameIn(job, 'first') ?? nameOf(on.report),
  fromStopped: isFirstStopped(job),
  merge: job.preview?.merge ?? null,
  reserve: job.preview?.reserve ?? [],
});

function comparing({ step, ...at }: JobStep, job: JobName): Screen {
  const doing = step === 'composing' || step === 'reading' ? step : 'doing' in at ? at.doing : 'asking';
  return { screen: 'comparing', job, doing };
}

/** The screen of a job's step. */
export function presentJob(kiosk: Kiosk, job: Job): Screen {
  const { at, until } = job;
  const name = jobName(kiosk, job);
  switch (at.step) {
    case 'search': {
      const { customers, busy, failure } = at;
      return { screen: 'find', job: name, customers, busy, failure };
    }
    case 'backups': {
      const { offers, busy, failure } = at;
      if (job.lost === null) return comparing(at, name);
      const { report } = job.lost;
      const lost = lostName(job.lost);
      return { screen: 'backups', job: name, lost, report, offers, chosen: job.backupId, busy, failure };
    }
    case 'await': {
      const { role, wrong } = at;
      const toWrite = job.writes.length > 0;
      const readers = Object.keys(kiosk.readers).length;
      return { screen: 'present', job: name, role, toWrite, wrong, readers, until };
    }
    case 'reading':
    case 'checking':
    case 'composing':
      return comparing(at, name);
    case 'preview': {
      const { preview, settled, busy, failure } = at;
      return { screen: 'compare', job: name, preview, settled, busy, failure, until };
    }
    default:
      return assertNever(at);
  }
}
