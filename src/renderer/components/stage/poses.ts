import { type Place, type Point, project } from './projection.ts';

/** Where the card is. The reader never moves; a change of state is one movement of the card. */
export const POSES = ['offered', 'resting', 'rising', 'returning', 'gone'] as const;
export type Pose = (typeof POSES)[number];

/** The card's size on the reader, in the drawing's units. */
export const CARD = { width: 476, depth: 300, radius: 22, thickness: 9 } as const;
/** Height of the lying card's underside above the bed. */
export const REST = 2;

const PLACES: Record<Pose, Place> = {
  offered: { x: 0, y: 0, z: 215 },
  resting: { x: 0, y: 0, z: REST },
  rising: { x: 0, y: 0, z: 170 },
  returning: { x: 0, y: 0, z: 240 },
  gone: { x: 190, y: -40, z: 520 },
};

/** The one translation, in screen units, that takes the lying card to `pose`. */
export function shiftOf(pose: Pose): Point {
  const rest = project(PLACES.resting);
  const there = project(PLACES[pose]);
  return { x: there.x - rest.x, y: there.y - rest.y };
}

/** Height of the card above the bed: its shadow gets smaller with it. */
export const heightOf = (pose: Pose): number => PLACES[pose].z - REST;

/** Where a hand holds the lying card, at its right edge. */
export const GRIP: Point = project({ x: CARD.width / 2 - 20, y: -10, z: REST });
