import type { DeviceRole } from '../../shared/contract/transfer.ts';
import { JobPath } from '../components/jobs/job-path.tsx';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

type Comparing = ScreenOf<'comparing'>;

/** The device that is looked at. Until it is read it has no name; then it is the last one that has. */
function roleAt(job: Comparing['job'], doing: Comparing['doing']): DeviceRole | null {
  if (doing === 'composing') return null;
  if (doing === 'reading') return job.first === null ? 'first' : 'second';
  return job.second === null ? 'first' : 'second';
}

/** A device is read and checked, or the result is worked out: one calm sentence for each. */
export function comparing({ job, doing }: Comparing, { text: { t } }: ScreenContext): Drawn {
  const token = job.second ?? job.first;
  return {
    field: 'calm',
    scene: { pose: 'resting', kind: token?.kind ?? 'card', waves: true },
    title: t(`jobs.comparing.${doing}.title`),
    lead: t(`jobs.comparing.${doing}.lead`),
    picture: t('screens.reading.picture'),
    token,
    rest: (
      <div className="do">
        <JobPath job={job} now={roleAt(job, doing)} there />
      </div>
    ),
  };
}
