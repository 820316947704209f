import { Button } from '../components/controls/button.tsx';
import { Pair } from '../components/pair/pair.tsx';
import { ReceiptSheet } from '../components/receipt/receipt-sheet.tsx';
import type { Text } from '../text/use-text.ts';
import { balancesInWords } from '../text/words.ts';
import type { Drawn, ScreenContext, ScreenOf } from './drawn.ts';

type Done = ScreenOf<'done'>;

function titleOf({ outcome, tokenPresent, forgotten }: Done, { t }: Text): string {
  if (forgotten && tokenPresent) return t('screens.done.forgotten.title');
  return tokenPresent ? t(`screens.done.${outcome}.title`) : t('screens.done.thanks.title');
}

function leadOf({ outcome, tokenPresent, forgotten, receipt }: Done, { t, format, language }: Text): string {
  if (forgotten && tokenPresent) return t('screens.done.forgotten.lead');
  if (!tokenPresent) return t('screens.done.thanks.lead');
  const said = t(`screens.done.${outcome}.lead`);
  const have = receipt === null ? [] : balancesInWords(receipt.change, { t, format, language });
  if (have.length === 0) return said;
  return `${said} ${t('screens.done.have', { list: format.list(have) })}`;
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
    lead: leadOf(screen, context.text),
    picture: tokenPresent ? t('screens.done.picture') : t('screens.done.empty'),
    token: tokenPresent ? token : null,
    rest:
      receipt === null ? (
        <div className="do">
          {tokenPresent ? null : (
            <Button kind="quiet" hotkey="Enter" onPress={() => context.act('finish')}>
              {t('screens.offline.finish')}
            </Button>
          )}
        </div>
      ) : (
        <>
          {context.form === 'desk' ? (
            <Pair change={receipt.change} form="desk" textSize={context.comfort.textSize} />
          ) : null}
          <ReceiptSheet
            receipt={receipt}
            branch={context.snapshot.branch}
            desk={context.snapshot.mode === 'desk'}
            onFinish={() => context.act('finish')}
          />
        </>
      ),
  };
}
