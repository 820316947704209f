import { toHex } from '../bytes.ts';
import { transactionKey } from '../canonical.ts';
import { type CellView, viewCell } from '../change.ts';
import type { Action, Cell, Transaction } from '../model.ts';
import { targetIn } from './history.ts';
import { type About, cellKey, type ImageContent } from './state.ts';

/** Bytes of a payload that is not understood which a person is shown. */
const BYTES_SHOWN = 16;
/** Of numbers that name a person, screens show no more than this. */
const DIGITS_SHOWN = 4;

/** One image's version of an entry, as a person needs it to choose; plain JSON. */
export type SideView =
  | {
      readonly of: 'transaction';
      readonly terminal: string;
      readonly counter: number;
      /** Seconds since 1970-01-01T00:00:00Z, by the terminal's clock. */
      readonly at: number;
      readonly programme: string;
      readonly action: Action;
      /** Minor units, points or uses, signed. */
      readonly amount: number;
      /** The coupon. */
      readonly item: string | null;
      /** What the amount counts: the cell that it changes in this image. */
      readonly counts: 'points' | 'purse' | 'coupons' | null;
      readonly currency: string | null;
    }
  | {
      readonly of: 'coupon';
      readonly title: string;
      readonly usesLeft: number;
      readonly expiresOn: string | null;
    }
  | {
      readonly of: 'preference';
      readonly key: string;
      readonly value: boolean | string;
      readonly changedAt: number;
    }
  /** Owner, expiry or label of a cell; `null` when it has none. */
  | { readonly of: 'attribute'; readonly name: string; readonly value: string | null }
  /** Whose image it is: the account's or the issuer's name, all but its end masked. */
  | { readonly of: 'image'; readonly name: string; readonly ending: string }
  | {
      readonly of: 'ticket';
      readonly version: number;
      readonly title: string;
      readonly reference: string;
      readonly validFrom: string | null;
      readonly validTo: string | null;
      readonly detail: string | null;
    }
  | {
      readonly of: 'membership';
      readonly version: number;
      readonly level: string;
      readonly since: string | null;
      /** The end of the member's number. */
      readonly ending: string;
    }
  | {
      readonly of: 'opaque';
      readonly version: number;
      readonly code: number;
      readonly length: number;
      /** The first bytes, in hex. */
      readonly begins: string;
    }
  | { readonly of: 'cell'; readonly version: number; readonly view: CellView };

/** Looks an entry of one image up by what the report says it is about. */
export interface Lookup {
  readonly cells: ReadonlyMap<string, Cell>;
  /** Key of the cell that a transaction changes in this image. */
  target(t: Transaction): string | undefined;
  side(about: About): SideView | null;
}

const ending = (text: string): string => text.slice(-DIGITS_SHOWN);

function cellSide(cell: Cell): SideView {
  const { version } = cell;
  switch (cell.kind) {
    case 'ticket': {
      const { title, reference, validFrom = null, validTo = null, detail = null } = cell.payload;
      return { of: 'ticket', version, title, reference, validFrom, validTo, detail };
    }
    case 'membership': {
      const { level, memberNo, since = null } = cell.payload;
      return { of: 'membership', version, level, since, ending: ending(memberNo) };
    }
    case 'opaque': {
      const { bytes } = cell.payload;
      const begins = toHex(bytes.subarray(0, BYTES_SHOWN));
      return { of: 'opaque', version, code: cell.code, length: bytes.length, begins };
    }
    default:
      return { of: 'cell', version, view: viewCell(cell) };
  }
}

function itemSide(cell: Cell, { entry, item }: About): SideView | null {
  if (entry === 'coupon' && cell.kind === 'coupons') {
    const coupon = cell.payload.coupons.find(({ id }) => id === item);
    if (coupon === undefined) return null;
    const { title, usesLeft, expiresOn = null } = coupon;
    return { of: 'coupon', title, usesLeft, expiresOn };
  }
  if (entry === 'preference' && cell.kind === 'preferences') {
    const preference = cell.payload.entries.find(({ key }) => key === item);
    return preference === undefined ? null : { of: 'preference', ...preference };
  }
  if (entry !== 'attribute' || item === undefined) return null;
  const label = cell.kind === 'points' ? cell.payload.label : undefined;
  const values: Readonly<Record<string, string | undefined>> = {
    owner: cell.owner,
    expiresOn: cell.expiresOn,
    label,
  };
  return { of: 'attribute', name: item, value: values[item] ?? null };
}

function transactionSide(t: Transaction, cell: Cell | undefined): SideView {
  const { terminal, counter, at, programme, action, amount, item = null } = t;
  const counted = cell?.kind === 'points' || cell?.kind === 'purse' || cell?.kind === 'coupons';
  return {
    of: 'transaction',
    terminal,
    counter,
    at,
    programme,
    action,
    amount,
    item,
    counts: counted ? cell.kind : null,
    currency: cell?.kind === 'purse' ? cell.payload.currency : null,
  };
}

/** The key of the cell that an entry's id names; ids of cells and of what is in them have it after the first blank. */
export const cellKeyOf = ({ id, entry }: About): string | undefined =>
  entry === 'image' || entry === 'transaction' ? undefined : id.split(' ').slice(1, 3).join(' ');

export function lookup(image: ImageContent): Lookup {
  const cells = new Map(image.cells.map((cell) => [cellKey(cell), cell]));
  const keys = new Set(cells.keys());
  const transactions = new Map(image.transactions.map((t) => [transactionKey(t), t]));
  const target = (t: Transaction) => targetIn(keys, t);
  return {
    cells,
    target,
    side(about) {
      if (about.entry === 'image') {
        if (about.item !== 'accountRef' && about.item !== 'issuer') return null;
        return { of: 'image', name: about.item, ending: ending(image[about.item]) };
      }
      if (about.entry === 'transaction') {
        const t = transactions.get(about.item ?? '');
        return t === undefined ? null : transactionSide(t, cells.get(target(t) ?? ''));
      }
      const cell = cells.get(cellKeyOf(about) ?? '');
      if (cell === undefined) return null;
      return about.entry === 'cell' ? cellSide(cell) : itemSide(cell, about);
    },
  };
}
