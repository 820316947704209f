import { LanguageGrid } from '../components/controls/language-grid.tsx';
import { JobStarts } from '../components/jobs/job-starts.tsx';
import type { Drawn, ScreenContext } from './drawn.ts';

/** What staff choose from, and under whose name they do. */
function deskWays({ text: { t }, snapshot, actOnJob }: ScreenContext) {
  const { staff } = snapshot;
  return (
    <div className="do">
      <p className="who">
        {staff === null ? t('jobs.who.nobody') : t('jobs.who.somebody', { name: staff.name })}
      </p>
      <JobStarts mode="desk" told onJob={actOnJob} />
    </div>
  );
}

/** Ready: a hand shows what to do; the language, and what else can be done, are a matter of choice. */
export function attract(context: ScreenContext): Drawn {
  const { text, comfort, changeComfort, snapshot, actOnJob } = context;
  const { t } = text;
  return {
    field: 'calm',
    scene: { pose: 'offered', hand: true },
    title: t('screens.attract.title'),
    lead: t('screens.attract.lead'),
    picture: t('screens.attract.picture'),
    token: null,
    poster: true,
    rest:
      snapshot.mode === 'desk' ? (
        deskWays(context)
      ) : (
        <div className="do">
          <p className="about">{t('screens.attract.about')}</p>
          <LanguageGrid
            chosen={comfort.language}
            listening={comfort.listening}
            onChoose={(language) => changeComfort({ set: 'language', language })}
            onListen={() => changeComfort({ set: 'listening' })}
          />
          <JobStarts mode="self-service" onJob={actOnJob} />
        </div>
      ),
  };
}
