import { expect, test } from 'vitest';
import type { ScreenName } from '../../shared/visit/snapshot.ts';
import { TONES } from './tones.ts';

const melody = (screen: ScreenName): readonly number[] => (TONES[screen] ?? []).map(({ pitch }) => pitch);
const rises = (pitches: readonly number[]) =>
  pitches.every((pitch, i) => i === 0 || pitch > (pitches[i - 1] ?? 0));

test('good news rises, and what needs a person falls', () => {
  for (const good of ['offer', 'restoring', 'done'] as const) expect(rises(melody(good))).toBe(true);
  for (const bad of ['refused', 'trouble', 'offline'] as const)
    expect(rises([...melody(bad)].reverse())).toBe(true);
});

test('a card taken off too early has the longest call, and no two states sound alike', () => {
  const screens = Object.keys(TONES) as ScreenName[];
  const length = (screen: ScreenName) =>
    Math.max(...(TONES[screen] ?? []).map((note) => note.at + note.length));
  for (const other of screens.filter((screen) => screen !== 'removed'))
    expect(length('removed')).toBeGreaterThan(length(other));
  expect(new Set(screens.map((screen) => JSON.stringify(TONES[screen]))).size).toBe(screens.length);
});

test('waiting and checking are silent', () => {
  for (const quiet of ['attract', 'deciding', 'verifying'] as const) expect(TONES[quiet]).toBeUndefined();
});
