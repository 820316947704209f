import { failure } from '../contract/failure.ts';
import { assertNever } from '../contract/result.ts';
import type { ReaderHint } from './event.ts';
import { onDeviceLeft, onTokenForJob, onUnreadableForJob } from './job/on-device.ts';
import { type Kiosk, type Presentation, type Presented, WAITS } from './state.ts';
import { awaitReturn, beginReading, conclude, go, release, stay, type Transition } from './transition.ts';

type Hint<T extends ReaderHint['type']> = Extract<ReaderHint, { type: T }>;

const withReader = (kiosk: Kiosk, reader: string, presented: Presented | null): Kiosk => ({
  ...kiosk,
  readers: { ...kiosk.readers, [reader]: presented },
});

function withoutReader(kiosk: Kiosk, reader: string): Kiosk {
  const { [reader]: _gone, ...readers } = kiosk.readers;
  return { ...kiosk, readers };
}

/** A token arrived. It is served now if nobody else is, or if an interrupted write waits for it. */
function onPresent(kiosk: Kiosk, hint: Hint<'token-present'>): Transition {
  const on: Presentation = { reader: hint.reader, epoch: hint.epoch, visitId: hint.visitId };
  const noted = withReader(kiosk, hint.reader, { epoch: hint.epoch, visitId: hint.visitId, served: false });
  const { visit } = kiosk;
  switch (visit.name) {
    case 'ready':
      return stay(noted);
    case 'removed': {
      const { name: _waiting, seen: _before, wrongToken: _earlier, ...interrupted } = visit;
      return beginReading(noted, on, interrupted);
    }
    case 'job':
      return onTokenForJob(noted, visit.job);
    case 'done':
    case 'refused':
    case 'trouble':
    case 'offline':
      return visit.tokenPresent ? stay(noted) : go(noted, { name: 'ready' });
    case 'reading':
    case 'deciding':
    case 'offer':
    case 'writing':
      return stay(noted);
    default:
      return assertNever(visit);
  }
}

/** The token of the visit has left: what that means depends on how far the visit was. */
function tokenLeft(kiosk: Kiosk): Transition {
  const { visit, now } = kiosk;
  switch (visit.name) {
    case 'ready':
    case 'removed':
    case 'job':
      return stay(kiosk);
    case 'reading':
      return visit.resuming === null
        ? go(kiosk, { name: 'ready' }, release(visit.on))
        : awaitReturn(kiosk, visit.resuming, visit.on, false);
    case 'deciding':
      return go(kiosk, { name: 'ready' }, conclude(visit.on, 'interrupted'), release(visit.on));
    case 'offer':
      return go(kiosk, { name: 'ready' }, conclude(visit.on, 'declined'), release(visit.on));
    case 'writing':
      return awaitReturn(
        kiosk,
        { on: visit.on, change: visit.change, until: now + WAITS.removed, job: visit.job },
        visit.on,
        false,
        conclude(visit.on, 'interrupted', failure('token-removed', 'taken during the write')),
      );
    case 'done':
      return visit.outcome === 'updated'
        ? go(kiosk, { ...visit, tokenPresent: false, forgotten: false, since: now })
        : go(kiosk, { name: 'ready' });
    case 'refused':
    case 'trouble':
      return go(kiosk, { ...visit, tokenPresent: false, since: now });
    case 'offline':
      return go(kiosk, { name: 'ready' }, release(visit.on));
    default:
      return assertNever(visit);
  }
}

function onAbsent(kiosk: Kiosk, reader: string, epoch: number): Transition {
  // A late hint about an earlier token must not hide the one that lies there now.
  const noted = kiosk.readers[reader]?.epoch === epoch ? withReader(kiosk, reader, null) : kiosk;
  const { visit } = kiosk;
  if (visit.name === 'job') return onDeviceLeft(noted, visit.job, reader, epoch);
  const concerned = visit.name !== 'ready' && visit.on?.reader === reader && visit.on.epoch === epoch;
  return concerned ? tokenLeft(noted) : stay(noted);
}

function onDetached(kiosk: Kiosk, reader: string): Transition {
  const presented = kiosk.readers[reader];
  const left = presented ? onAbsent(kiosk, reader, presented.epoch) : stay(kiosk);
  return { kiosk: withoutReader(left.kiosk, reader), effects: left.effects };
}

function onUnreadable(kiosk: Kiosk, hint: Hint<'token-unreadable'>): Transition {
  const on: Presentation = { reader: hint.reader, epoch: hint.epoch, visitId: hint.visitId };
  const noted = withReader(kiosk, hint.reader, { epoch: hint.epoch, visitId: hint.visitId, served: true });
  if (kiosk.visit.name === 'job') return onUnreadableForJob(noted, kiosk.visit.job);
  const idle = kiosk.visit.name === 'ready' || ('tokenPresent' in kiosk.visit && !kiosk.visit.tokenPresent);
  if (!idle) return stay(noted);
  const { now } = kiosk;
  return go(noted, {
    name: 'trouble',
    on,
    token: null,
    failure: hint.failure,
    tokenPresent: true,
    since: now,
  });
}

/** Loses every reader at once: the service took them along, so none of their tokens is there any more. */
function onServiceDown(kiosk: Kiosk, hint: Hint<'service-down'>): Transition {
  let step = stay({ ...kiosk, readers: {}, serviceFailure: hint.failure });
  for (const [reader, presented] of Object.entries(kiosk.readers)) {
    if (presented === null) continue;
    const next = onAbsent(step.kiosk, reader, presented.epoch);
    step = { kiosk: next.kiosk, effects: [...step.effects, ...next.effects] };
  }
  return step;
}

export function onReaderHint(kiosk: Kiosk, hint: ReaderHint): Transition {
  switch (hint.type) {
    case 'service-up':
      return stay({ ...kiosk, serviceFailure: null });
    case 'service-down':
      return onServiceDown(kiosk, hint);
    case 'reader-attached':
      return stay(hint.reader in kiosk.readers ? kiosk : withReader(kiosk, hint.reader, null));
    case 'reader-detached':
      return onDetached(kiosk, hint.reader);
    case 'token-present':
      return onPresent(kiosk, hint);
    case 'token-absent':
      return onAbsent(kiosk, hint.reader, hint.epoch);
    case 'token-unreadable':
      return onUnreadable(kiosk, hint);
    default:
      return assertNever(hint);
  }
}
