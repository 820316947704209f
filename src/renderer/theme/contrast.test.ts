import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const FIELDS = ['calm', 'warn', 'good', 'bad', 'away'] as const;
/** Text on its ground, as the components pair them. */
const TEXT: readonly (readonly [string, string])[] = [
  ...['ink', 'ink-soft'].flatMap((text) =>
    ['paper', 'surface', 'sunk'].map((ground) => [text, ground] as const),
  ),
  ...FIELDS.flatMap((field) => [[`${field}-ink`, field] as const, [`${field}-soft`, field] as const]),
  ['act-ink', 'act'],
  ['gain-ink', 'gain'],
  ['lost-ink', 'lost'],
  ['ask-ink', 'ask'],
  ['chosen-ink', 'chosen'],
];
/** Borders of controls and marks that carry a meaning. */
const EDGES: readonly (readonly [string, string])[] = [
  ['edge', 'paper'],
  ['edge', 'surface'],
  ['gain-mark', 'surface'],
  ['act', 'paper'],
];

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe.each(['light', 'dark', 'contrast'])('in the %s theme', (theme) => {
  const css = readFileSync(path.join(import.meta.dirname, `${theme}.css`), 'utf8');
  const tokens = new Map(
    [...css.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]),
  );
  const ratio = (one: string, other: string): number => {
    const [a, b] = [tokens.get(one), tokens.get(other)];
    if (a === undefined || b === undefined) throw new Error(`${theme} lacks ${one} or ${other}`);
    const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };

  test.each(TEXT)('%s on %s is at least 7 to 1', (text, ground) => {
    expect(ratio(text, ground)).toBeGreaterThanOrEqual(7);
  });

  test.each(EDGES)('%s on %s is at least 3 to 1', (edge, ground) => {
    expect(ratio(edge, ground)).toBeGreaterThanOrEqual(3);
  });
});
