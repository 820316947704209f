import type { Presentation } from './presentation.ts';
import type { TokenName } from './snapshot.ts';
import { type Kiosk, nameOf, type VisitState } from './state.ts';

type Met = readonly [Presentation, TokenName];

const named = (on: Presentation | null | undefined, token: TokenName | null): readonly Met[] =>
  on == null || token === null ? [] : [[on, token]];

/** The devices of a visit that have been read, with where they were. */
function metIn(visit: VisitState): readonly Met[] {
  const job = 'job' in visit ? visit.job : null;
  const known = [
    'on' in visit && visit.on !== null && 'report' in visit.on ? visit.on : null,
    job?.first?.on,
    job?.second?.on,
    job?.at.step === 'checking' ? job.at.on : null,
  ];
  return [
    ...known.flatMap((on) => (on == null ? [] : named(on, nameOf(on.report)))),
    ...('token' in visit ? named(visit.on, visit.token) : []),
  ];
}

/** What lies on the readers now, reader by reader; `null` for a device that has not been read. */
export function onReaders({ readers, visit }: Kiosk): readonly (TokenName | null)[] {
  const met = metIn(visit);
  return Object.entries(readers).flatMap(([reader, presented]) => {
    if (presented === null) return [];
    const [, token = null] = met.find(([on]) => on.reader === reader && on.epoch === presented.epoch) ?? [];
    return [token];
  });
}
