import type { Entry } from './records.ts';

const number = (value: Entry[string] | undefined): number => (typeof value === 'number' ? value : 0);

/** The same rules as Recard's for one record that both sides changed, as one would write them for a document store. */
export function resolve(id: string, base: Entry | undefined, a: Entry, b: Entry): Entry {
  switch (id.slice(0, id.indexOf(' '))) {
    case 'coupon':
      return number(a.usesLeft) <= number(b.usesLeft) ? a : b;
    case 'preference':
      if ((a.value === false) !== (b.value === false)) return a.value === false ? a : b;
      return number(a.changedAt) >= number(b.changedAt) ? a : b;
    case 'purse':
      return { ...a, balance: number(a.balance) + number(b.balance) - number(base?.balance) };
    default:
      throw new Error(`No rule for ${id}`);
  }
}
