import { CARD } from './poses.ts';
import { planeMatrix, project } from './projection.ts';
import type { Scene } from './scene.ts';
import { bedPath, closedPath, lifted, roundedOutline, slab } from './shapes.ts';

const HEIGHT = 104;
const PAD = roundedOutline(760, 584, 128);
const SIDE = slab(PAD, -HEIGHT, 0);
const LOWER = slab(PAD, -HEIGHT, -HEIGHT / 2);
const TOP = closedPath(lifted(PAD, 0));
const CAST = closedPath(
  lifted(
    PAD.map((p) => ({ x: p.x + 26, y: p.y + 44 })),
    -HEIGHT,
  ),
);
const BED = { width: CARD.width + 56, depth: CARD.depth + 56, radius: 46 } as const;
const bed = (grow: number): string => bedPath(BED.width + grow, BED.depth + grow, BED.radius + grow / 2);
const BED_OUTLINE = bed(0);
const GHOST = bedPath(CARD.width - 20, CARD.depth - 20, CARD.radius);
const WAVES = [6, 78, 150].map(bed);
const LIGHT = [project({ x: -70, y: 292, z: -40 }), project({ x: 70, y: 292, z: -40 })];

/** How much of a path is drawn, as a dash pattern for `pathLength` 1. */
const dash = (part: number): string => `${Math.min(1, Math.max(0, part))} 2`;

function Ring({ ring, proof }: Pick<Scene, 'ring' | 'proof'>) {
  if (ring === null) return <path className="bed-line" d={BED_OUTLINE} />;
  return (
    <>
      <path className="ring-track" d={BED_OUTLINE} />
      <path className="ring" d={BED_OUTLINE} pathLength={1} strokeDasharray={dash(ring)} />
      {proof === null ? null : (
        <path className="ring-proof" d={BED_OUTLINE} pathLength={1} strokeDasharray={dash(proof)} />
      )}
    </>
  );
}

/** The reader: always at the same place. Its light and its ring tell the state. */
export function Reader({ waves, ring, proof, ghost, lit }: Scene) {
  return (
    <>
      <path className="reader-cast" d={CAST} />
      <path className="reader-side" d={SIDE} />
      <path className="reader-lower" d={LOWER} />
      <path className="reader-top" d={TOP} />
      <path
        className={lit ? 'reader-light' : 'reader-light dark'}
        d={`M${LIGHT.map((p) => `${p.x.toFixed(1)} ${p.y.toFixed(1)}`).join('L')}`}
      />
      <g transform={planeMatrix()}>
        <path className="bed" d={BED_OUTLINE} />
        {waves ? (
          WAVES.map((d) => <path key={d} className="wave" d={d} />)
        ) : (
          <Ring ring={ring} proof={proof} />
        )}
        {ghost ? <path className="ghost" d={GHOST} /> : null}
      </g>
    </>
  );
}
