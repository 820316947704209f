import type { Cell } from '../model.ts';
import { aboutItem, FATE_OF, keysOf, type Merging, note, settle, sidesOf } from './state.ts';

export type PreferencesCell = Extract<Cell, { kind: 'preferences' }>;
export type Preference = PreferencesCell['payload']['entries'][number];
const RULE = 'newest-but-opt-out-wins';

export const isOptOut = (p: Preference): boolean => p.value === false;

const byKey = (cell: PreferencesCell): Map<string, Preference> => {
  const entries = new Map<string, Preference>();
  for (const entry of cell.payload.entries) {
    const before = entries.get(entry.key);
    if (before === undefined || beats(entry, before)) entries.set(entry.key, entry);
  }
  return entries;
};

const beats = (a: Preference, b: Preference): boolean =>
  isOptOut(a) === isOptOut(b) ? a.changedAt > b.changedAt : isOptOut(a);

function both(
  m: Merging,
  cell: PreferencesCell,
  first: Preference,
  second: Preference,
): Preference | undefined {
  const about = aboutItem(cell, 'preference', first.key);
  if (first.value === second.value && first.changedAt === second.changedAt) {
    note(m, about, 'both', ['combined', RULE, 'identical']);
    return first;
  }
  const reason = isOptOut(first) === isOptOut(second) ? 'newer' : 'opt-out';
  if (beats(first, second)) {
    note(m, about, 'both', ['kept-from-first', RULE, reason]);
    return first;
  }
  if (beats(second, first)) {
    note(m, about, 'both', ['kept-from-second', RULE, reason]);
    return second;
  }
  const choice = settle(m, about, 'both', RULE, 'changed-at-same-time');
  if (choice === undefined) return undefined;
  note(m, about, 'both', [FATE_OF[choice], 'settlement', 'changed-at-same-time']);
  return choice === 'keep-first' ? first : second;
}

/**
 * Preferences by key: an opt-out (`false`) wins over anything else, even over what is newer or what the base
 * had; among equals the newest. Idempotent, independent of order and of grouping.
 */
export function mergePreferences(m: Merging, a: PreferencesCell, b: PreferencesCell): Preference[] {
  const first = byKey(a);
  const second = byKey(b);
  const merged: Preference[] = [];
  for (const key of keysOf(first, second)) {
    const one = first.get(key);
    const other = second.get(key);
    const from = sidesOf(one, other);
    const kept = one !== undefined && other !== undefined ? both(m, a, one, other) : (one ?? other);
    if (kept === undefined) continue;
    if (from !== 'both')
      note(m, aboutItem(a, 'preference', key), from, [`kept-from-${from}`, RULE, 'only-there']);
    merged.push(kept);
  }
  return merged;
}
