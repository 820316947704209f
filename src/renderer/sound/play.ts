import type { Note } from './tones.ts';

/** Modest on purpose: the kiosk stands next to people. */
const LOUDNESS = 0.08;

/** Plays notes as soft sine tones. */
export function play(context: BaseAudioContext, notes: readonly Note[]): void {
  for (const { pitch, at, length } of notes) {
    const start = context.currentTime + at / 1000;
    const end = start + length / 1000;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, end);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(end);
  }
}
