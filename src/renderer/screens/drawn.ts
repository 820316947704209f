import type { ReactNode } from 'react';
import type { JobAction, UserAction } from '../../shared/contract/ipc.ts';
import type { Screen, ScreenName, Snapshot, TokenName } from '../../shared/visit/snapshot.ts';
import type { Comfort, ComfortChange } from '../comfort/comfort.ts';
import type { Form } from '../comfort/form.ts';
import type { Field, Scene } from '../components/stage/scene.ts';
import type { Text } from '../text/use-text.ts';

export type ScreenOf<N extends ScreenName> = Extract<Screen, { screen: N }>;

/** What every screen may use. Screens hold no state of the visit: they only draw the snapshot. */
export interface ScreenContext {
  readonly snapshot: Snapshot;
  readonly text: Text;
  readonly form: Form;
  /** Main's clock, in ms. */
  readonly now: number;
  /** The ring as it was when the card was last on the reader. */
  readonly lastRing: number | null;
  readonly comfort: Comfort;
  readonly changeComfort: (change: ComfortChange) => void;
  readonly act: (action: UserAction) => void;
  readonly actOnJob: (action: JobAction) => void;
  /** Opens the PIN pad, by which staff say who they are. */
  readonly signIn: () => void;
  readonly callStaff: () => void;
}

/** One state, drawn: say, show, do. */
export interface Drawn {
  readonly field: Field;
  readonly scene: Partial<Scene>;
  readonly title: string;
  readonly lead: string;
  /** Said below the lead, smaller. */
  readonly note?: string | null;
  /** The picture in words. */
  readonly picture: string;
  /** What the title bar says at its end instead of branch and time: the card, once it is known. */
  readonly token: TokenName | null;
  /** What lies on the readers, where the screen knows it better than the readers do. */
  readonly lying?: readonly TokenName[];
  readonly poster?: boolean;
  /** What is below the sentence: something to see and something to do. */
  readonly rest: ReactNode;
}
