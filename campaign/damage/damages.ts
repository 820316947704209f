import type { Random } from '../random.ts';
import type { Filled } from './filled.ts';

export const DAMAGES = [
  'bits flipped',
  'page zeroed',
  'page of noise',
  'range overwritten',
  'cut short',
  'header damaged',
  'emptied',
  'file missing',
  'log missing',
  'log of earlier',
  'log of another',
  'file of another',
] as const;
export type Damage = (typeof DAMAGES)[number];

export interface Files {
  /** `null` where it is gone. */
  readonly main: Uint8Array | null;
  readonly wal: Uint8Array | null;
}

const PAGE = 4096;
/** Of the database, and of its log: what says how the rest is to be read. */
const HEADER_BYTES = 100;
const LOG_HEADER_BYTES = 32;

function spoilt(bytes: Uint8Array, damage: Damage, random: Random): Uint8Array {
  const copy = bytes.slice();
  const at = random.below(copy.length);
  const page = at - (at % PAGE);
  switch (damage) {
    case 'bits flipped':
      for (let n = random.between(1, 8); n > 0; n--) {
        const place = random.below(copy.length);
        copy[place] = (copy[place] ?? 0) ^ (1 << random.below(8));
      }
      return copy;
    case 'page zeroed':
      return copy.fill(0, page, page + PAGE);
    case 'page of noise':
      copy.set(random.bytes(Math.min(PAGE, copy.length - page)), page);
      return copy;
    case 'range overwritten':
      copy.set(random.bytes(Math.min(random.between(1, 3 * PAGE), copy.length - at)), at);
      return copy;
    default:
      return copy.slice(0, at);
  }
}

function header(bytes: Uint8Array, length: number, random: Random): Uint8Array {
  const copy = bytes.slice();
  const at = random.below(length);
  if (random.chance(0.6)) copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
  else copy.set(random.bytes(Math.min(random.between(1, 16), length - at)), at);
  return copy;
}

/** Does harm to the files. `other` is the journal of another kiosk, `earlier` what this one's was before. */
export function damaged(whole: Filled, other: Filled, damage: Damage, random: Random): Files {
  const { main, wal } = whole;
  switch (damage) {
    case 'file missing':
      return { main: null, wal };
    case 'emptied':
      return { main: new Uint8Array(random.chance(0.5) ? 0 : main.length), wal };
    case 'header damaged':
      return wal !== null && random.chance(0.5)
        ? { main, wal: header(wal, LOG_HEADER_BYTES, random) }
        : { main: header(main, HEADER_BYTES, random), wal };
    case 'log missing':
      return { main, wal: null };
    case 'log of earlier':
      return { main, wal: wal === null ? null : wal.slice(0, random.below(wal.length)) };
    case 'log of another':
      return { main, wal: other.wal };
    case 'file of another':
      return { main: other.main, wal };
    default:
      return wal !== null && random.chance(0.5)
        ? { main, wal: spoilt(wal, damage, random) }
        : { main: spoilt(main, damage, random), wal };
  }
}
