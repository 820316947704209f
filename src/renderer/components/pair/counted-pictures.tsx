import type { ChangeRow } from '../../../shared/image/change.ts';
import { pieces, proportionOf } from './proportion.ts';

type Seen = Pick<ChangeRow, 'before' | 'after'>;
interface CountedProps extends Seen {
  /** Both sides are drawn to the scale of the whole row. */
  readonly scale: Seen;
}

const FULL = 0.93;
const GAP = 0.012;

/** An arc of the ring between two parts of a turn, clockwise from the top. */
function arc(radius: number, from: number, to: number): string {
  const at = (turn: number) =>
    [56 + radius * Math.sin(turn * 2 * Math.PI), 56 - radius * Math.cos(turn * 2 * Math.PI)]
      .map((v) => v.toFixed(1))
      .join(' ');
  return `M${at(from)}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${at(to)}`;
}

/** How large this side is against the whole row, so that the pictures of both cards compare. */
function against(seen: Seen, scale: Seen) {
  const own = proportionOf(seen);
  const whole = proportionOf(scale);
  const isBefore = seen.before === seen.after;
  const size = isBefore ? whole.kept + whole.lost : 1;
  return { kept: own.kept * size, gained: own.gained * size, lost: isBefore ? 0 : own.lost };
}

/** Points: a ring. */
export function Gauge({ scale, ...seen }: CountedProps) {
  const { kept, gained, lost } = against(seen, scale);
  const had = kept * FULL;
  return (
    <svg className="pictogram" viewBox="0 0 112 112" aria-hidden="true">
      <circle className="ring-base" cx="56" cy="56" r="46" />
      {had > GAP ? <path className="ring-kept" d={arc(46, 0, had)} /> : null}
      {gained > 0.02 ? (
        <path className="ring-gained" d={arc(46, had + (had > 0 ? GAP : 0), had + gained * FULL)} />
      ) : null}
      {lost > 0.02 ? <path className="ring-lost" d={arc(46, had + GAP, had + lost * FULL)} /> : null}
      <path
        className="kept"
        d="m56 36 6 12.5 13.8 1.8-10 9.6 2.5 13.6L56 66.9l-12.3 6.6 2.5-13.6-10-9.6L50 48.5z"
      />
    </svg>
  );
}

/** Money: a stack of coins. */
export function Coins({ scale, ...seen }: CountedProps) {
  const { kept, gained } = against(seen, scale);
  const had = pieces(kept, 6, 6);
  const count = Math.min(6, had + pieces(gained, 6, 6));
  return (
    <svg className="pictogram" viewBox="0 0 112 112" aria-hidden="true">
      {count === 0 ? <ellipse className="nothing" cx="56" cy="92" rx="42" ry="13" /> : null}
      {Array.from({ length: count }, (_, index) => {
        const y = 84 - index * 15;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: coins have no identity but their height
          <g key={index}>
            <g className={index < had ? 'kept' : 'gained'}>
              <path d={`M14 ${y}v8a42 13 0 0 0 84 0v-8z`} />
              <ellipse cx="56" cy={y} rx="42" ry="13" />
            </g>
            <ellipse className={index === count - 1 ? 'sheen top' : 'sheen'} cx="56" cy={y} rx="42" ry="13" />
          </g>
        );
      })}
    </svg>
  );
}

const MOST_COUPONS = 3;

/** Coupons: notched strips, one for each up to three, then in proportion. */
export function Coupons(seen: Seen) {
  const then = seen.before?.kind === 'coupons' ? seen.before.count : 0;
  const now = seen.after?.kind === 'coupons' ? seen.after.count : 0;
  const shown = Math.min(MOST_COUPONS, now);
  const had = now === 0 ? 0 : Math.min(shown, pieces(Math.min(then, now) / now, now, MOST_COUPONS));
  return (
    <svg className="pictogram" viewBox="0 0 112 112" aria-hidden="true">
      {shown === 0 ? <path className="nothing" d="M9 40h94v32H9z" /> : null}
      {Array.from({ length: shown }, (_, index) => (
        <g
          // biome-ignore lint/suspicious/noArrayIndexKey: strips have no identity but their height
          key={index}
          transform={`translate(56 ${56 + (shown - 1) * 19 - index * 38})`}
        >
          <path
            className={index < had ? 'kept' : 'gained'}
            d="M-47-15.5h94v9a6.5 6.5 0 0 0 0 13v9h-94v-9a6.5 6.5 0 0 0 0-13z"
          />
          <path className="perforation" d="M-18-9v20" />
        </g>
      ))}
    </svg>
  );
}
