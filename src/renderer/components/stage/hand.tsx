import { GRIP } from './poses.ts';

/** The hand at the card's right edge: fingers and sleeve behind the card, the thumb in front of it. */
export function Hand({ part, shown }: { readonly part: 'behind' | 'front'; readonly shown: boolean }) {
  return (
    <g
      className={shown ? 'hand' : 'hand absent'}
      transform={`translate(${GRIP.x.toFixed(1)} ${GRIP.y.toFixed(1)})`}
    >
      {part === 'behind' ? (
        <>
          <path className="finger" d="M-30 92L62 20" strokeWidth="54" />
          <path className="finger" d="M-52 40L40 -30" strokeWidth="54" />
          <path
            className="palm"
            d="M-34 36C-58 -40 -6 -92 74 -118L236 -196L296 -66L150 22C108 60 66 96 28 104C-6 108 -24 76 -34 36Z"
          />
          <path className="sleeve" d="M222 -112L760 -372" strokeWidth="186" />
          <path className="cuff" d="M182 -196L263 -28" strokeWidth="16" />
        </>
      ) : (
        <>
          <path className="finger" d="M-104 -6C-70 -40 -26 -66 62 -84" strokeWidth="60" />
          <path className="nail" d="M-114 -4C-108 -16 -98 -26 -88 -33" strokeWidth="7" />
        </>
      )}
    </g>
  );
}
