import { Button } from '../components/controls/button.tsx';
import { JobStarts } from '../components/jobs/job-starts.tsx';
import { Pair } from '../components/pair/pair.tsx';
import { ReceiptSheet } from '../components/receipt/receipt-sheet.tsx';
import { CardNote } from '../components/stage/card-note.tsx';
import { pathWords } from '../text/job-words.ts';
import type { Text } from '../text/use-text.ts';
import { balancesInWords } from '../text/words.ts';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

type Done = ScreenOf<'done'>;

function titleOf({ outcome, tokenPresent, forgotten }: Done, { t }: Text): string {
  if (forgotten && tokenPresent) return t('screens.done.forgotten.title');
  return tokenPresent ? t(`screens.done.${outcome}.title`) : t('screens.done.thanks.title');
}

function leadOf({ outcome, tokenPresent, forgotten, receipt }: Done, online: boolean, text: Text): string {
  const { t, format } = text;
  if (forgotten && tokenPresent) return t('screens.done.forgotten.lead');
  if (!tokenPresent) return t('screens.done.thanks.lead');
  const have = receipt === null ? [] : balancesInWords(receipt.change, text);
  const sentences = [
    t(receipt?.job == null ? `screens.done.${outcome}.lead` : `jobs.done.${receipt.job.kind}`),
    ...(have.length === 0 ? [] : [t('screens.done.have', { list: format.list(have) })]),
    ...(receipt === null || receipt.hostConfirmed || online ? [] : [t('screens.done.unconfirmed')]),
  ];
  return format.sentences(sentences);
}

/** Said only after the data was read back, or when there was nothing to do. */
export function done(screen: Done, context: ScreenContext): Drawn {
  const { token, outcome, receipt, tokenPresent, forgotten } = screen;
  const { t } = context.text;
  const warm = forgotten && tokenPresent;
  return {
    field: warm ? 'warn' : outcome === 'declined' ? 'calm' : 'good',
    scene: {
      pose: tokenPresent ? 'rising' : 'gone',
      kind: token.kind,
      ring: outcome === 'updated' ? 1 : null,
      upwards: tokenPresent,
    },
    title: titleOf(screen, context.text),
    lead: leadOf(screen, context.snapshot.online, context.text),
    ...(receipt?.job == null || !tokenPresent
      ? {}
      : { note: pathWords(receipt.job, receipt.token, context.text) }),
    picture: tokenPresent ? t('screens.done.picture') : t('screens.done.empty'),
    token: tokenPresent ? token : null,
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
          <JobStarts mode={context.snapshot.mode} onJob={context.actOnJob} />
        </div>
      ) : (
        <>
          {context.form === 'desk' && tokenPresent ? (
            <Pair change={receipt.change} form="desk" textSize={context.comfort.textSize} short />
          ) : null}
          <ReceiptSheet
            receipt={receipt}
            branch={context.snapshot.branch}
            desk={context.snapshot.mode === 'desk'}
            onFinish={() => context.act('finish')}
          />
          {context.form === 'desk' ? (
            <div className="do foot">
              <JobStarts mode="desk" onJob={context.actOnJob} />
            </div>
          ) : null}
        </>
      ),
  };
}
