import type { ReactNode } from 'react';
import { Button } from '../components/controls/button.tsx';
import { InPlace } from '../components/jobs/in-place.tsx';
import { JobNotes } from '../components/jobs/job-notes.tsx';
import { MergeDesk } from '../components/merge/merge-desk.tsx';
import { MergeMore } from '../components/merge/merge-more.tsx';
import { Pair } from '../components/pair/pair.tsx';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

type Compare = ScreenOf<'compare'>;

/** The deadline is nobody's business until it is near. */
const SHOW_DEADLINE_MS = 20_000;
const ACCEPT = {
  synchronize: 'jobs.compare.acceptSynchronize',
  replace: 'jobs.compare.acceptReplace',
  merge: 'jobs.compare.acceptMerge',
} as const;

/** Before and after of the device that is written; of two that come together, what both will hold. */
function pictureOf({ job, preview }: Compare, { text: { t }, form, comfort }: ScreenContext): ReactNode {
  const merges = job.kind === 'merge';
  return (
    <Pair
      change={merges ? { ...preview.change, beforeKnown: false } : preview.change}
      form={form}
      textSize={comfort.textSize}
      before={t('jobs.compare.now')}
      title={t(merges ? 'jobs.compare.result' : 'jobs.compare.after')}
    />
  );
}

/** The result, before anything is written. Staff settle a merge entry by entry; a customer sees what comes out. */
export function compare(screen: Compare, context: ScreenContext): Drawn {
  const { job, preview, busy, failure, until } = screen;
  const { text, actOnJob, form, snapshot } = context;
  const { t, format } = text;
  const left = until - context.now;
  const drawn = {
    field: 'plain',
    scene: { pose: 'resting', kind: job.second?.kind ?? 'card', hidden: true },
    title: t(`jobs.compare.${job.kind}.title`),
    lead: t(`jobs.compare.${job.kind}.lead`),
    picture: t('screens.offer.picture'),
    token: job.second,
  } as const;
  if (preview.merge !== null && snapshot.mode === 'desk') {
    const { merge, bytes } = preview;
    return {
      ...drawn,
      rest: (
        <MergeDesk
          job={job}
          merge={merge}
          asking={{ busy, failure }}
          bytes={bytes}
          staff={snapshot.staff?.name ?? null}
          onJob={actOnJob}
        />
      ),
    };
  }
  return {
    ...drawn,
    rest: (
      <>
        <JobNotes preview={preview} desk={snapshot.mode === 'desk'} />
        {pictureOf(screen, context)}
        <div className="do">
          <InPlace busy={busy} failure={failure} />
          <Button
            kind="primary"
            hotkey={form === 'desk' ? 'Control+Enter' : 'Enter'}
            idle={busy || preview.bytes === null}
            onPress={() => actOnJob({ type: 'confirm' })}
          >
            {t(ACCEPT[job.kind])}
          </Button>
          <Button kind="second" hotkey="Escape" onPress={() => actOnJob({ type: 'cancel' })}>
            {t('jobs.compare.decline')}
          </Button>
          {preview.merge === null ? null : <MergeMore merge={preview.merge} />}
          {left < SHOW_DEADLINE_MS ? (
            <p className="soon" role="timer">
              {t('screens.offer.soon', { time: format.remaining(left) })}
            </p>
          ) : null}
        </div>
      </>
    ),
  };
}
