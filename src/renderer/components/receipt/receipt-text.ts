import type { ReceiptText } from '../../../shared/contract/ipc.ts';
import type { Receipt } from '../../../shared/visit/snapshot.ts';
import { droppedIn, heldWords, seenIn } from '../../text/job-words.ts';
import { whyWords } from '../../text/row-words.ts';
import { tokenWords } from '../../text/token-words.ts';
import type { Text } from '../../text/use-text.ts';
import { amountWords, cellWords, namesOf } from '../../text/words.ts';

/** Lines that the contract allows; what does not fit is the least changed. */
const MOST_LINES = 90;
const MOST_LETTERS = 120;
const clipped = (text: string): string => text.slice(0, MOST_LETTERS);

type Line = ReceiptText['lines'][number];

function rowLines({ change, job }: Receipt, text: Text): readonly Line[] {
  const names = namesOf(change.rows);
  return change.rows.map((row, index) => {
    const kind = text.t(`common.kind.${row.kind}`);
    const name = names[index] ?? null;
    const words = row.after === null ? null : cellWords(row.after, text);
    const value = words === null ? text.t('common.tag.removed') : words.value;
    const sign = (row.delta ?? 0) > 0 ? '+' : '−';
    const delta =
      row.delta === null || row.delta === 0 ? '' : ` (${sign} ${amountWords(row, row.delta, text)})`;
    return {
      label: clipped(name === null ? kind : `${kind} ${name}`),
      value: clipped(`${job === null ? value : withBefore(row, value, text)}${delta}`),
    };
  });
}

/** A job's receipt says what was there before, too. */
function withBefore(
  { before, change }: Receipt['change']['rows'][number],
  after: string,
  text: Text,
): string {
  if (change === 'same') return after;
  const then = before === null ? '–' : cellWords(before, text).value;
  return text.t('jobs.path.toward', { from: then, to: after });
}

/** From which to which, what was combined and how, what was not taken over, and what is held back. */
function jobLines({ job, change }: Receipt, text: Text): readonly Line[] {
  if (job === null) return [];
  const { t, format } = text;
  const merged = job.merge?.rows.filter(({ fate }) => fate === 'combined') ?? [];
  const dropped = job.merge === null ? 0 : droppedIn(job.merge);
  const settled = job.merge?.settled.length ?? 0;
  return [
    ...merged.map((row) => ({
      label: t('jobs.receipt.why', { name: t(`common.kind.${row.kind}`) }),
      value: whyWords(row, text),
    })),
    ...(dropped === 0 ? [] : [{ label: t('jobs.receipt.dropped'), value: format.number(dropped) }]),
    ...(settled === 0 ? [] : [{ label: t('jobs.receipt.settled'), value: format.number(settled) }]),
    ...job.reserve
      .filter(({ amount }) => amount > 0)
      .map((held) => ({
        label: t('jobs.receipt.reserve', { name: held.programme }),
        value: heldWords(held, seenIn(change), text),
      })),
  ].map(({ label, value }) => ({ label: clipped(label), value: clipped(value) }));
}

/** The receipt in the customer's language, as lines of text. */
export function receiptText(receipt: Receipt, branch: string, text: Text): ReceiptText {
  const { t, format, language } = text;
  const { job } = receipt;
  const lines = [
    ...(job === null ? [] : [{ label: t('jobs.receipt.from'), value: tokenWords(job.from, text) }]),
    {
      label: t(
        job === null
          ? 'screens.receipt.token'
          : job.kind === 'merge'
            ? 'jobs.receipt.with'
            : 'jobs.receipt.to',
      ),
      value: tokenWords(receipt.token, text),
    },
    { label: t('screens.receipt.at'), value: format.moment(receipt.at) },
    { label: t('screens.receipt.where'), value: clipped(branch) },
    ...rowLines(receipt, text),
    ...jobLines(receipt, text),
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
    title: t(job === null ? 'screens.receipt.title' : `jobs.receipt.${job.kind}`),
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
