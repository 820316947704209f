/** The drawing's one parallel projection: turned 28°, depth seen at 62 %. */

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Place extends Point {
  /** Height above the reader's top. */
  readonly z: number;
}

const TURN = (-28 * Math.PI) / 180;
const DEPTH = 0.62;
const COS = Math.cos(TURN);
const SIN = Math.sin(TURN);
const RISE = Math.sqrt(1 - DEPTH * DEPTH);

/** Where a place lands on the screen, in the drawing's units; y points down. */
export const project = ({ x, y, z }: Place): Point => ({
  x: x * COS - y * SIN,
  y: DEPTH * (x * SIN + y * COS) - RISE * z,
});

/** SVG `matrix(…)` of a horizontal plane at `height`, enlarged by `scale`. */
export function planeMatrix(height = 0, scale = 1): string {
  const linear = [COS, DEPTH * SIN, -SIN, DEPTH * COS].map((v) => (v * scale).toFixed(4));
  const origin = project({ x: 0, y: 0, z: height });
  return `matrix(${linear.join(' ')} ${origin.x.toFixed(1)} ${origin.y.toFixed(1)})`;
}
