import { useId } from 'react';

/** The card's face in its own plane: 856 × 540, a hundredth of a millimetre a unit, centred. */
export function CardFace() {
  const clip = useId();
  return (
    <>
      <clipPath id={clip}>
        <rect x="-428" y="-270" width="856" height="540" rx="40" />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        <rect className="card-1" x="-428" y="-270" width="856" height="540" />
        <circle className="card-2" cx="428" cy="270" r="480" />
        <circle className="card-3" cx="428" cy="270" r="325" />
        <circle className="card-4" cx="428" cy="270" r="170" />
      </g>
      <rect className="chip" x="-344" y="-96" width="132" height="106" rx="22" />
      <path className="chip-line" d="M-344-43h42M-254-43h42M-302-96v106M-254-96v106" />
    </>
  );
}

/** A phone shows the same card on its screen. */
export function PhoneFace() {
  return (
    <>
      <rect className="phone-body" x="-428" y="-270" width="856" height="540" rx="64" />
      <g transform="translate(0 0) scale(.84 .8)">
        <CardFace />
      </g>
      <path className="phone-bar" d="M-396-44v88" />
    </>
  );
}

/** A small card seen from above, for notes. */
export function MiniCard({ kind = 'card' }: { readonly kind?: 'card' | 'phone' }) {
  return (
    <svg className="mini-card" viewBox="-428 -270 856 540" aria-hidden="true">
      {kind === 'phone' ? <PhoneFace /> : <CardFace />}
    </svg>
  );
}
