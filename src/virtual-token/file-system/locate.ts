import type { DedicatedFile, ElementaryFile, File } from './file.ts';

const child = (directory: DedicatedFile, id: number): File | undefined =>
  directory.children.find((file) => file.id === id);

/**
 * By file identifier, in the order of ISO 7816-4, 7.1.1: immediate children of the current DF, the DF
 * itself, its parent, and the parent's immediate children.
 */
export function byIdentifier(current: DedicatedFile, id: number): File | undefined {
  const inside = child(current, id);
  if (inside !== undefined || current.id === id) return inside ?? current;
  const { parent } = current;
  if (parent === undefined) return undefined;
  return parent.id === id ? parent : child(parent, id);
}

/** By path: file identifiers of two bytes each, beginning below `from`. */
export function byPath(from: DedicatedFile, path: Uint8Array): File | undefined {
  let here: File = from;
  for (let i = 0; i + 1 < path.length; i += 2) {
    if (here.type !== 'df') return undefined;
    const next = child(here, ((path[i] ?? 0) << 8) | (path[i + 1] ?? 0));
    if (next === undefined) return undefined;
    here = next;
  }
  return here;
}

/** By DF name, whole or truncated on the right (ISO 7816-4, 7.1.1). */
export function byName(directory: DedicatedFile, name: Uint8Array): DedicatedFile | undefined {
  for (const file of directory.children) {
    if (file.type !== 'df') continue;
    if (file.name !== undefined && name.every((byte, i) => file.name?.[i] === byte)) return file;
    const deeper = byName(file, name);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

export function byShortIdentifier(directory: DedicatedFile, sfi: number): ElementaryFile | undefined {
  for (const file of directory.children) if (file.type === 'ef' && file.sfi === sfi) return file;
  return undefined;
}

export const masterOf = (directory: DedicatedFile): DedicatedFile =>
  directory.parent === undefined ? directory : masterOf(directory.parent);
