import type { ReceiptText } from '../../../shared/contract/ipc.ts';
import type { Receipt } from '../../../shared/visit/snapshot.ts';
import type { Text } from '../../text/use-text.ts';
import { amountWords, cellWords, namesOf } from '../../text/words.ts';

/** Lines that the contract allows; what does not fit is the least changed. */
const MOST_LINES = 90;
const MOST_LETTERS = 120;
const clipped = (text: string): string => text.slice(0, MOST_LETTERS);

function rowLines({ change }: Receipt, text: Text): ReceiptText['lines'] {
  const names = namesOf(change.rows);
  return change.rows.map((row, index) => {
    const kind = text.t(`common.kind.${row.kind}`);
    const name = names[index] ?? null;
    const words = row.after === null ? null : cellWords(row.after, text);
    const sign = (row.delta ?? 0) > 0 ? '+' : '−';
    const delta =
      row.delta === null || row.delta === 0 ? '' : ` (${sign} ${amountWords(row, row.delta, text)})`;
    return {
      label: clipped(name === null ? kind : `${kind} ${name}`),
      value: clipped(`${words === null ? text.t('common.tag.removed') : words.value}${delta}`),
    };
  });
}

/** The receipt in the customer's language, as lines of text. */
export function receiptText(receipt: Receipt, branch: string, text: Text): ReceiptText {
  const { t, format, language } = text;
  const name = receipt.token.kind === 'phone' ? 'common.name.phone' : 'common.name.card';
  const lines = [
    { label: t('screens.receipt.token'), value: t(name, { last: receipt.token.lastFour }) },
    { label: t('screens.receipt.at'), value: format.moment(receipt.at) },
    { label: t('screens.receipt.where'), value: clipped(branch) },
    ...rowLines(receipt, text),
    {
      label: t('screens.receipt.written'),
      value: t('common.amount.opaque', {
        count: receipt.bytesWritten,
        n: format.number(receipt.bytesWritten),
      }),
    },
    { label: t('screens.receipt.checked'), value: t('screens.receipt.checkedYes') },
    { label: t('screens.receipt.number'), value: receipt.visitId.slice(0, 8) },
  ];
  return {
    language,
    title: t('screens.receipt.title'),
    lines: lines.slice(0, MOST_LINES),
    footer: t('screens.receipt.footer'),
  };
}

/** Bytes that an older phone's camera still reads from a screen. */
const CODE_BYTES = 700;

/** The receipt as a code holds it: whole lines, as many as fit. */
export function codeText(receipt: ReceiptText): { readonly text: string; readonly whole: boolean } {
  const all = [receipt.title, ...receipt.lines.map((line) => `${line.label}: ${line.value}`)];
  const encoder = new TextEncoder();
  let text = '';
  for (const line of all) {
    // direction marks are for screens; a phone shows the text on its own
    const next = `${text}${text === '' ? '' : '\n'}${line.replaceAll(/[\u2068\u2069]/g, '')}`;
    if (encoder.encode(next).length > CODE_BYTES) return { text, whole: false };
    text = next;
  }
  return { text, whole: true };
}
