/** How a panel is held and used; each has its own sizes and its own arrangement. */
export type Form = 'portrait' | 'landscape' | 'desk';

/** Panels that the sizes were drawn for, in mm: 21.5" upright, 15.4" lying. */
const DRAWN = { portrait: { width: 267.7, height: 475.9 }, lying: { width: 331.6, height: 207.3 } } as const;

export function formOf(width: number, height: number, mode: 'self-service' | 'desk'): Form {
  if (height >= width) return 'portrait';
  return mode === 'desk' ? 'desk' : 'landscape';
}

/** CSS px per millimetre: as calibrated, else as if the panel were the one that was drawn for. */
export function densityOf(width: number, height: number, calibrated: number | null): number {
  if (calibrated !== null) return calibrated;
  const drawn = height >= width ? DRAWN.portrait : DRAWN.lying;
  return Math.min(width / drawn.width, height / drawn.height);
}
