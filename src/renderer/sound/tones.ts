import type { ScreenName } from '../../shared/visit/snapshot.ts';

/** A note: pitch in Hz, start and length in ms. */
export interface Note {
  readonly pitch: number;
  readonly at: number;
  readonly length: number;
}

const G4 = 392;
const C5 = 523.25;
const E5 = 659.25;
const G5 = 783.99;
const C6 = 1046.5;

const note = (pitch: number, at: number, length = 160): Note => ({ pitch, at, length });

/** Each state that a person should notice has its own figure: rising is good, falling asks for attention. */
export const TONES: Partial<Record<ScreenName, readonly Note[]>> = {
  reading: [note(C5, 0, 120)],
  offer: [note(E5, 0), note(G5, 120)],
  present: [note(E5, 0, 120)],
  compare: [note(E5, 0), note(C6, 120)],
  restoring: [note(C5, 0, 120), note(E5, 100, 140)],
  done: [note(C5, 0), note(E5, 120), note(G5, 240), note(C6, 360, 320)],
  removed: [note(G5, 0, 200), note(E5, 220, 200), note(G5, 440, 200), note(E5, 660, 260)],
  refused: [note(E5, 0, 220), note(G4, 240, 320)],
  trouble: [note(E5, 0, 200), note(C5, 220, 280)],
  offline: [note(C5, 0, 240), note(G4, 240, 320)],
};
