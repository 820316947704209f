import type { Language } from '../../shared/contract/ipc.ts';
import { localeOf } from './languages.ts';

/** Numbers, money, dates and times as the person writes them. */
export interface Format {
  number(value: number): string;
  percent(part: number): string;
  /** `minor` in the currency's minor units, such as cents. */
  money(minor: number, currency: string): string;
  /** A calendar date without a time, `YYYY-MM-DD`; the year is said if it is another one. */
  date(iso: string): string;
  /** The day of an instant: today and yesterday by name, others by their date. */
  day(at: number, now: number): string;
  clock(at: number): string;
  moment(at: number): string;
  /** Minutes and seconds that are left, such as 1:48. */
  remaining(milliseconds: number): string;
  list(items: readonly string[]): string;
  /** Whole sentences one after the other; Chinese full stops bring their own room. */
  sentences(parts: readonly string[]): string;
}

const DAY_MS = 86_400_000;
/** Midnights of the machine's calendar between two instants; negative when `to` is the earlier one. */
function daysBetween(from: number, to: number): number {
  const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
  return Math.round((midnight(to) - midnight(from)) / DAY_MS);
}

export function formatFor(language: Language): Format {
  const locale = localeOf(language);
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const dayOfYear = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const moment = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  const near = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const far = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    number: (value) => number.format(value),
    percent: (part) => percent.format(part),
    money: (minor, currency) => {
      const format = new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
      });
      return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    },
    date: (iso) => {
      const date = new Date(`${iso}T00:00:00Z`);
      return (date.getUTCFullYear() === new Date().getFullYear() ? day : dayOfYear).format(date);
    },
    day: (at, now) => {
      const days = daysBetween(now, at);
      const named = days === 0 || days === -1 ? near.format(days, 'day') : far.format(at);
      return named.charAt(0).toLocaleUpperCase(locale) + named.slice(1);
    },
    clock: (at) => clock.format(at),
    moment: (at) => moment.format(at),
    remaining: (milliseconds) => {
      const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
      return `${number.format(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
    },
    list: (items) => list.format(items),
    sentences: (parts) => parts.join(language === 'zh' ? '' : ' '),
  };
}
