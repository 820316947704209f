import { LanguageGrid } from '../components/controls/language-grid.tsx';
import { Icon } from '../components/icon.tsx';
import { JobStarts } from '../components/jobs/job-starts.tsx';
import type { Drawn, ScreenContext } from './drawn.ts';
import { isLocked } from './locked.ts';

/** What staff choose from, and under whose name they do. */
function deskWays({ text: { t }, snapshot, actOnJob }: ScreenContext) {
  const { staff } = snapshot;
  const locked = isLocked(snapshot);
  return (
    <div className="do">
      {locked ? (
        <p className="who first">
          <Icon name="lock" />
          <span>
            <b>{t('jobs.who.first')}</b>
            {t('jobs.who.nobody')}
          </span>
        </p>
      ) : staff === null ? null : (
        <p className="who">{t('jobs.who.somebody', { name: staff.name })}</p>
      )}
      <JobStarts mode="desk" told locked={locked} onJob={actOnJob} />
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
