import type { PreviewConflict, PreviewEntry } from '../../shared/image/merge/preview.ts';
import type { SideView } from '../../shared/image/merge/sides.ts';
import { amountOf } from './amount.ts';
import type { TextKey } from './catalogue.ts';
import type { Text } from './use-text.ts';
import { cellWords } from './words.ts';

/** One side's version of an entry: what it is, and by what it can be told from the other. */
export interface SideWords {
  readonly head: string;
  readonly note: string;
}

type SideOf<K extends SideView['of']> = Extract<SideView, { of: K }>;

const ATTRIBUTES: Readonly<Record<string, TextKey>> = {
  owner: 'merge.attribute.owner',
  expiresOn: 'merge.attribute.expiresOn',
  label: 'merge.attribute.label',
  accountRef: 'merge.attribute.accountRef',
  issuer: 'merge.attribute.issuer',
};

/** Instants of images are seconds. */
const dayOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

function transactionWords(side: SideOf<'transaction'>, text: Text): SideWords {
  const { t, format } = text;
  const { terminal, counter, amount } = side;
  const values = { terminal, n: String(counter), date: format.date(dayOf(side.at)) };
  const sign = amount < 0 ? '−' : '+';
  return {
    head: `${sign} ${amountOf(side.counts, amount, side.currency, text)}`,
    note: t('merge.side.receipt', values),
  };
}

function ticketWords(side: SideOf<'ticket'>, { t, format }: Text): SideWords {
  const until = side.validTo === null ? [] : [t('merge.side.until', { date: format.date(side.validTo) })];
  return {
    head: side.title,
    note: [...until, ...(side.detail === null ? [] : [side.detail]), side.reference].slice(0, 2).join(' · '),
  };
}

function membershipWords(side: SideOf<'membership'>, { t, format }: Text): SideWords {
  const since = side.since === null ? [] : [t('merge.side.since', { date: format.date(side.since) })];
  return { head: side.level, note: [...since, t('merge.side.ending', { last: side.ending })].join(' · ') };
}

/** A version as a person compares it with the other one. */
export function sideWords(side: SideView | null, text: Text): SideWords {
  const { t, format } = text;
  if (side === null) return { head: t('merge.nothing'), note: '' };
  switch (side.of) {
    case 'transaction':
      return transactionWords(side, text);
    case 'coupon': {
      const uses = t('merge.side.uses', { count: side.usesLeft, n: format.number(side.usesLeft) });
      const until =
        side.expiresOn === null ? [] : [t('merge.side.until', { date: format.date(side.expiresOn) })];
      return { head: side.title, note: [uses, ...until].join(' · ') };
    }
    case 'preference': {
      const { value } = side;
      const head = typeof value === 'string' ? value : t(value ? 'merge.side.on' : 'merge.side.off');
      return { head, note: t('merge.side.changed', { date: format.date(dayOf(side.changedAt)) }) };
    }
    case 'attribute':
      return { head: side.value ?? t('merge.nothing'), note: attributeWords(side.name, text) };
    case 'image':
      return { head: t('merge.side.ending', { last: side.ending }), note: attributeWords(side.name, text) };
    case 'ticket':
      return ticketWords(side, text);
    case 'membership':
      return membershipWords(side, text);
    case 'opaque': {
      const head = t('common.amount.opaque', { count: side.length, n: format.number(side.length) });
      return { head, note: t('merge.side.begins', { bytes: side.begins.slice(0, 8) }) };
    }
    case 'cell': {
      const { value, label } = cellWords(side.view, text);
      return { head: value, note: label };
    }
  }
}

function attributeWords(name: string, { t }: Text): string {
  const key = ATTRIBUTES[name];
  return key === undefined ? name : t(key);
}

/** What an entry is about, with the programme where that tells it from others. */
export function entryWords(entry: Pick<PreviewConflict | PreviewEntry, 'entry'> & About, text: Text): string {
  const { t } = text;
  const kind = entry.kind === null || entry.kind === undefined ? undefined : KINDS[entry.kind];
  if (entry.entry === 'cell' && kind !== undefined) return t(kind);
  if (entry.entry === 'attribute' || entry.entry === 'image') return attributeWords(entry.item ?? '', text);
  return t(`merge.entry.${entry.entry}`);
}

interface About {
  readonly kind?: string | null | undefined;
  readonly item?: string | null | undefined;
}

const KINDS: Readonly<Record<string, TextKey>> = {
  points: 'common.kind.points',
  purse: 'common.kind.purse',
  coupons: 'common.kind.coupons',
  ticket: 'common.kind.ticket',
  membership: 'common.kind.membership',
  preferences: 'common.kind.preferences',
  opaque: 'common.kind.opaque',
};
