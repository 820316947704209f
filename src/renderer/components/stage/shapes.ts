import { type Point, project } from './projection.ts';

const round = (value: number): string => (Math.round(value * 10) / 10).toString();

/** SVG path through `points`, closed. */
export const closedPath = (points: readonly Point[]): string =>
  `M${points.map((p) => `${round(p.x)} ${round(p.y)}`).join('L')}Z`;

/** The outline of a rectangle with round corners, centred on the origin. */
export function roundedOutline(width: number, depth: number, radius: number, steps = 14): readonly Point[] {
  const x = width / 2 - radius;
  const y = depth / 2 - radius;
  const corners = [
    { x, y: -y, from: -90 },
    { x, y, from: 0 },
    { x: -x, y, from: 90 },
    { x: -x, y: -y, from: 180 },
  ];
  return corners.flatMap((corner) =>
    Array.from({ length: steps + 1 }, (_, step) => {
      const angle = ((corner.from + (90 * step) / steps) * Math.PI) / 180;
      return { x: corner.x + radius * Math.cos(angle), y: corner.y + radius * Math.sin(angle) };
    }),
  );
}

const turn = (o: Point, a: Point, b: Point): number => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);

function chain(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    for (;;) {
      const last = kept.at(-1);
      const before = kept.at(-2);
      if (last === undefined || before === undefined || turn(before, last, point) > 0) break;
      kept.pop();
    }
    kept.push(point);
  }
  return kept.slice(0, -1);
}

/** The convex hull (Andrew's monotone chain). */
export function hull(points: readonly Point[]): readonly Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  return [...chain(sorted), ...chain(sorted.toReversed())];
}

/** An outline of the plane, lifted to height `z` and seen on the screen. */
export const lifted = (outline: readonly Point[], z: number): readonly Point[] =>
  outline.map((p) => project({ ...p, z }));

/** The silhouette of a slab between two heights. */
export const slab = (outline: readonly Point[], bottom: number, top: number): string =>
  closedPath(hull([...lifted(outline, top), ...lifted(outline, bottom)]));

/** A round-cornered path in the plane's own coordinates that starts at the middle of the far side. */
export function bedPath(width: number, depth: number, radius: number): string {
  const x = width / 2;
  const y = depth / 2;
  const r = radius;
  return [
    `M0 ${-y}H${x - r}a${r} ${r} 0 0 1 ${r} ${r}V${y - r}a${r} ${r} 0 0 1 ${-r} ${r}`,
    `H${-x + r}a${r} ${r} 0 0 1 ${-r} ${-r}V${-y + r}a${r} ${r} 0 0 1 ${r} ${-r}Z`,
  ].join('');
}
