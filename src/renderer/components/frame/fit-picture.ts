/** Room between the sentence and the action, in CSS px from the top of the panel. */
interface Room {
  readonly top: number;
  readonly bottom: number;
  readonly height: number;
  readonly width: number;
}

/** The drawing's own place and size, in parts of the panel it was drawn on (1080 × 1920). */
const CENTRE = 918 / 1920;
const UNIT = 1 / 1080;
/** How far the drawing reaches from its centre; a sheet may cover the disc's lower rim. */
const ABOVE = 395;
const BELOW = 300;
/** Below this it says nothing any more. */
const SMALLEST = 0.3;

/** How the drawing gives way: scale 1 and no shift where it fits, scale 0 where there is no room at all. */
export function fitPicture({ top, bottom, height, width }: Room): {
  readonly scale: number;
  readonly shift: number;
} {
  const unit = Math.min(width * UNIT, height / 1920);
  const centre = height * CENTRE;
  if (top <= centre - ABOVE * unit + 1 && bottom >= centre + BELOW * unit - 1) return { scale: 1, shift: 0 };
  const scale = Math.min(1, (bottom - top) / ((ABOVE + BELOW) * unit));
  if (scale < SMALLEST) return { scale: 0, shift: 0 };
  const spare = bottom - top - (ABOVE + BELOW) * unit * scale;
  return { scale, shift: top + spare / 2 + ABOVE * unit * scale - centre };
}
