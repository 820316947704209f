import { Button } from '../components/controls/button.tsx';
import { JobPath } from '../components/jobs/job-path.tsx';
import type { TextKey } from '../text/catalogue.ts';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

type Present = ScreenOf<'present'>;
type Asked =
  | 'jobs.present.same'
  | 'jobs.present.another'
  | `jobs.present.${'synchronize' | 'merge'}First`
  | `jobs.present.${'synchronize' | 'replace' | 'merge'}Second`
  | `jobs.present.write${'First' | 'Second'}`;

const AT = { first: 'First', second: 'Second' } as const;

function askedOf({ job, role, toWrite, wrong }: Present): Asked {
  if (wrong !== null) return wrong === 'same-token' ? 'jobs.present.same' : 'jobs.present.another';
  if (toWrite) return `jobs.present.write${AT[role]}`;
  if (role === 'second') return `jobs.present.${job.kind}Second`;
  // a replacement's first device is gone and never asked for
  return job.kind === 'merge' ? 'jobs.present.mergeFirst' : 'jobs.present.synchronizeFirst';
}

/** Where the second one goes, while the first one is known. */
const placeOf = ({ job, role, readers }: Present): TextKey | null => {
  if (role === 'first' || job.kind === 'replace' || job.first === null) return null;
  return readers > 1 ? 'jobs.present.beside' : 'jobs.present.inTurn';
};

/** Asks for one of the two devices. Another one than the one that is meant is said warmly, and changes nothing. */
export function present(screen: Present, context: ScreenContext): Drawn {
  const { t, format } = context.text;
  const { job, role, wrong, until } = screen;
  const asked = askedOf(screen);
  const place = placeOf(screen);
  return {
    field: wrong === null ? 'calm' : 'warn',
    scene: {
      pose: wrong === null ? 'offered' : 'returning',
      kind: job[role]?.kind ?? 'card',
      hand: true,
      ghost: screen.toWrite || wrong !== null,
    },
    title: t(`${asked}.title`),
    lead: t(`${asked}.lead`),
    picture: t('screens.attract.picture'),
    token: job[role],
    rest: (
      <div className="do">
        <JobPath job={job} now={role} />
        {place === null ? null : <p className="soft">{t(place)}</p>}
        <p className="soft" role="timer">
          {t('jobs.present.waits', { time: format.remaining(until - context.now) })}
        </p>
        <Button kind="quiet" hotkey="Escape" onPress={() => context.actOnJob({ type: 'cancel' })}>
          {t('merge.cancel')}
        </Button>
      </div>
    ),
  };
}
