import { Button } from '../components/controls/button.tsx';
import { JobStarts } from '../components/jobs/job-starts.tsx';
import { Pair } from '../components/pair/pair.tsx';
import { ReceiptSheet } from '../components/receipt/receipt-sheet.tsx';
import { CardNote } from '../components/stage/card-note.tsx';
import { bothOf, doneHeads, doneLead, doneNote, doneTitle } from '../text/done-words.ts';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';
import { isLocked } from './locked.ts';

type Done = ScreenOf<'done'>;

/** Said only after the data was read back, or when there was nothing to do. */
export function done(screen: Done, context: ScreenContext): Drawn {
  const { token, outcome, receipt, tokenPresent, forgotten } = screen;
  const { t } = context.text;
  const lying = context.snapshot.onReaders.length;
  const job = receipt?.job ?? null;
  const both = bothOf(screen);
  const heads = doneHeads(job, context.text);
  const warm = forgotten && tokenPresent;
  return {
    field: warm ? 'warn' : outcome === 'declined' ? 'calm' : 'good',
    scene: {
      pose: tokenPresent ? 'rising' : 'gone',
      kind: token.kind,
      ring: outcome === 'updated' ? 1 : null,
      upwards: tokenPresent,
    },
    title: doneTitle(screen, lying, context.text),
    lead: doneLead(screen, lying, context.snapshot.online, context.text),
    note: doneNote(screen, context.text),
    picture: tokenPresent ? t('screens.done.picture') : t('screens.done.empty'),
    token: tokenPresent ? token : null,
    ...(both !== null && lying > 1 ? { lying: both } : {}),
    rest:
      receipt === null ? (
        <div className="do">
          {tokenPresent ? (
            <CardNote token={token} say={t(warm ? 'screens.refused.take' : 'screens.done.forgotten.lead')} />
          ) : (
            <Button kind="quiet" hotkey="Enter" onPress={() => context.act('finish')}>
              {t('screens.offline.finish')}
            </Button>
          )}
          <JobStarts
            mode={context.snapshot.mode}
            locked={isLocked(context.snapshot)}
            onJob={context.actOnJob}
          />
        </div>
      ) : (
        <>
          {context.form === 'desk' && tokenPresent ? (
            <Pair
              change={job?.kind === 'merge' ? { ...receipt.change, beforeKnown: false } : receipt.change}
              form="desk"
              textSize={context.comfort.textSize}
              before={heads.before}
              title={heads.after}
              short
            />
          ) : null}
          <ReceiptSheet
            receipt={receipt}
            branch={context.snapshot.branch}
            desk={context.snapshot.mode === 'desk'}
            onFinish={() => context.act('finish')}
          />
          {context.form === 'desk' ? (
            <div className="do foot">
              <JobStarts mode="desk" foot locked={isLocked(context.snapshot)} onJob={context.actOnJob} />
            </div>
          ) : null}
        </>
      ),
  };
}
