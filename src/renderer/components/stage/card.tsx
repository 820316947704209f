import type { TokenKind } from '../../../shared/image/model.ts';
import { CardFace, PhoneFace } from './card-face.tsx';
import { Hand } from './hand.tsx';
import { CARD, heightOf, type Pose, REST, shiftOf } from './poses.ts';
import { planeMatrix } from './projection.ts';
import { closedPath, lifted, roundedOutline, slab } from './shapes.ts';

const OUTLINE = roundedOutline(CARD.width, CARD.depth, CARD.radius);
const EDGE = slab(OUTLINE, REST, REST + CARD.thickness);
const FACE = planeMatrix(REST + CARD.thickness, CARD.width / 856);
const SHADOW = closedPath(lifted(roundedOutline(CARD.width + 6, CARD.depth + 6, CARD.radius + 3), 0));

interface CardProps {
  readonly pose: Pose;
  readonly kind: TokenKind;
  readonly hand: boolean;
  readonly faded: boolean;
}

/** The card, and the hand that holds it: drawn once, lying, and moved by one translation for each pose. */
export function Card({ pose, kind, hand, faded }: CardProps) {
  const shift = shiftOf(pose);
  const shrink = 1 - Math.min(0.06, heightOf(pose) / 4000);
  const hovering = pose === 'offered' || pose === 'returning';
  return (
    <g className={faded ? 'card faded' : 'card'} data-pose={pose}>
      <path
        className="card-shadow"
        d={SHADOW}
        style={{ transform: `translate(6px, 5px) scale(${shrink})` }}
      />
      <g className="card-body" style={{ transform: `translate(${shift.x}px, ${shift.y}px)` }}>
        <g className={hovering ? 'hovering' : undefined}>
          <Hand part="behind" shown={hand} />
          <path className="card-edge" d={EDGE} />
          <g transform={FACE}>{kind === 'phone' ? <PhoneFace /> : <CardFace />}</g>
          <Hand part="front" shown={hand} />
        </g>
      </g>
    </g>
  );
}
