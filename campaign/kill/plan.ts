import type { Random } from '../random.ts';
import { AT_WRITE, type AtWrite } from './trap.ts';

/** Which process is killed. */
export type Victim = 'main' | 'card' | 'host' | 'images';

/** What happens to the token once a process was killed: it lies there, is lifted and put back, or is carried off. */
export const MOVES = ['stay', 'lift', 'carry'] as const;
export type Move = (typeof MOVES)[number];

/** Where a kill is: at a write to the victim's own database, a command to the token, or a request. */
export type Point = 'write' | 'apdu' | 'request' | 'images-request';

export interface Kill {
  readonly victim: Victim;
  readonly point: Point;
  /** Which one, from 1 and from the kill before. */
  readonly nth: number;
  readonly when: AtWrite;
  readonly move: Move;
}

/** How many of each there are in a visit that nothing disturbs: kills beyond them do not happen. */
export interface Length {
  readonly mainWrites: number;
  readonly hostWrites: number;
  readonly imagesWrites: number;
  readonly apdus: number;
  readonly requests: number;
  readonly imagesRequests: number;
}

interface Place {
  readonly victim: Victim;
  readonly point: Point;
  readonly share: number;
  readonly of: keyof Length;
}

const PLACES: readonly Place[] = [
  { victim: 'main', point: 'write', share: 30, of: 'mainWrites' },
  { victim: 'main', point: 'apdu', share: 10, of: 'apdus' },
  { victim: 'main', point: 'request', share: 10, of: 'requests' },
  { victim: 'main', point: 'images-request', share: 3, of: 'imagesRequests' },
  { victim: 'card', point: 'apdu', share: 20, of: 'apdus' },
  { victim: 'card', point: 'request', share: 3, of: 'requests' },
  { victim: 'host', point: 'write', share: 16, of: 'hostWrites' },
  { victim: 'host', point: 'request', share: 10, of: 'requests' },
  { victim: 'host', point: 'apdu', share: 3, of: 'apdus' },
  { victim: 'host', point: 'images-request', share: 5, of: 'imagesRequests' },
  { victim: 'images', point: 'write', share: 10, of: 'imagesWrites' },
  { victim: 'images', point: 'images-request', share: 10, of: 'imagesRequests' },
];

function placeIn(random: Random, places: readonly Place[]): Place {
  let rest = random.below(places.reduce((sum, { share }) => sum + share, 0));
  for (const place of places) {
    rest -= place.share;
    if (rest < 0) return place;
  }
  throw new RangeError('No place');
}

function killIn(random: Random, length: Length): Kill {
  const { victim, point, of } = placeIn(
    random,
    PLACES.filter(({ of }) => length[of] > 0),
  );
  const nth = random.between(1, length[of]);
  const when = point === 'write' ? random.pick(AT_WRITE) : random.pick(['before', 'after'] as const);
  const place = random.below(100);
  return { victim, point, nth, when, move: place < 50 ? 'stay' : place < 80 ? 'lift' : 'carry' };
}

/** One to three kills: the first one while the visit goes on, the others while it recovers from the one before. */
export const someKills = (random: Random, length: Length): readonly Kill[] =>
  Array.from({ length: random.pick([1, 1, 1, 2, 2, 3]) }, () => killIn(random, length));
