import type { TokenKind } from '../../../shared/image/model.ts';
import type { Pose } from './poses.ts';

export const FIELDS = ['calm', 'warn', 'good', 'bad', 'away', 'plain'] as const;
/** The colour of a state. `plain` is paper: the person's turn. */
export type Field = (typeof FIELDS)[number];

/** Everything that the drawing shows. Every screen is one of these. */
export interface Scene {
  readonly pose: Pose;
  readonly kind: TokenKind;
  readonly hand: boolean;
  /** Light spreads from the card: it is being read. */
  readonly waves: boolean;
  /** Bytes that the token confirmed, from 0 to 1; `null` draws no ring. */
  readonly ring: number | null;
  /** Of them, bytes that were read back and compared. */
  readonly proof: number | null;
  /** The empty place where the card was. */
  readonly ghost: boolean;
  /** Points upwards: take it. */
  readonly upwards: boolean;
  readonly badge: 'none' | 'lock' | 'no-link' | 'check';
  /** Without its colours: it cannot be used here. */
  readonly faded: boolean;
  readonly lit: boolean;
  /** The drawing is put away to make room for something to be read. */
  readonly hidden: boolean;
}

export const EMPTY_SCENE: Scene = {
  pose: 'gone',
  kind: 'card',
  hand: false,
  waves: false,
  ring: null,
  proof: null,
  ghost: false,
  upwards: false,
  badge: 'none',
  faded: false,
  lit: true,
  hidden: false,
};
