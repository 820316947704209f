import type { Receipt } from '../../../shared/visit/snapshot.ts';
import { useText } from '../../text/use-text.ts';
import { Button } from '../controls/button.tsx';
import { Code } from './code.tsx';
import { codeText, receiptText } from './receipt-text.ts';
import { ReceiptTiles } from './receipt-tiles.tsx';
import { type ReceiptState, useReceipt } from './use-receipt.ts';
import './receipt.css';

interface ReceiptSheetProps {
  readonly receipt: Receipt;
  readonly branch: string;
  readonly desk: boolean;
  readonly onFinish: () => void;
}

const HEADS = {
  asking: 'screens.receipt.ask',
  scanning: 'screens.receipt.scanTitle',
  printing: 'screens.receipt.printing',
  saving: 'screens.receipt.printing',
  printed: 'screens.receipt.printed',
  saved: 'screens.receipt.saved',
  'not-printed': 'screens.receipt.notPrinted',
  'not-saved': 'screens.receipt.notSaved',
} as const;

const TRY_ANOTHER: readonly ReceiptState['at'][] = ['asking', 'printed', 'not-printed', 'not-saved'];

/** The receipt: on paper, on the phone, in a file at the desk, or none. What became of it is said. */
export function ReceiptSheet({ receipt, branch, desk, onFinish }: ReceiptSheetProps) {
  const text = useText();
  const { t } = text;
  const { state, ...offers } = useReceipt();
  const lines = receiptText(receipt, branch, text);
  const code = codeText(lines);
  return (
    <div className="sheet receipt">
      <div role="status">
        <h2>{t(HEADS[state.at])}</h2>
      </div>
      {state.at === 'printed' ? <p className="outcome">{t('screens.receipt.printedLead')}</p> : null}
      {state.at === 'saved' ? (
        <p className="outcome">
          <bdi>{state.where}</bdi>
        </p>
      ) : null}
      {state.at === 'not-printed' ? <p className="outcome">{t('screens.receipt.notPrintedLead')}</p> : null}
      {state.at === 'not-saved' ? <p className="outcome">{t('screens.receipt.notSavedLead')}</p> : null}
      {state.at === 'scanning' ? (
        <div className="scan">
          <Code text={code.text} label={t('screens.receipt.scanTitle')} />
          <div>
            <p>{t(code.whole ? 'screens.receipt.scanLead' : 'screens.receipt.scanShort')}</p>
            <Button kind="quiet" hotkey="Escape" onPress={offers.back}>
              {t('screens.receipt.back')}
            </Button>
          </div>
        </div>
      ) : null}
      {TRY_ANOTHER.includes(state.at) ? (
        <ReceiptTiles
          desk={desk}
          onPrint={() => offers.print(lines)}
          onScan={offers.scan}
          onSave={() => offers.save(lines)}
          onNone={onFinish}
        />
      ) : null}
      {state.at === 'printed' || state.at === 'saved' ? (
        <Button kind="primary" hotkey="Enter" onPress={onFinish}>
          {t('screens.offline.finish')}
        </Button>
      ) : null}
    </div>
  );
}
