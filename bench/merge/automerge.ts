import * as Automerge from '@automerge/automerge';
import type { Entry, Records, Sides } from './records.ts';
import { resolve } from './resolve.ts';

interface Doc extends Record<string, unknown> {
  readonly records: Record<string, unknown>;
}
export interface Forked {
  readonly first: Automerge.Doc<Doc>;
  readonly second: Automerge.Doc<Doc>;
}

/** How a record is kept in the document. */
export interface Form {
  pack(entry: Entry): unknown;
  unpack(value: unknown): Entry;
}

/** As Automerge's documents are written: a map with a property for each field. */
export const MAPS: Form = {
  pack: (entry) => ({ ...entry }),
  unpack: (value) => ({ ...(value as Entry) }),
};

/** As little as Automerge can be given to keep: one immutable string of JSON, whose fields it does not see. */
export const STRINGS: Form = {
  pack: (entry) => new Automerge.ImmutableString(JSON.stringify(entry)),
  unpack: (value) => JSON.parse(String(value)),
};

/** The common document, changed by each side on its own. */
export function forked({ base, first, second }: Sides<Records>, { pack }: Form): Forked {
  const records = Object.fromEntries(Object.entries(base).map(([id, entry]) => [id, pack(entry)]));
  const origin = Automerge.from<Doc>({ records });
  const changedBy = (side: Records) =>
    Automerge.change(Automerge.clone(origin), (doc) => {
      for (const [id, entry] of Object.entries(side))
        if (JSON.stringify(base[id]) !== JSON.stringify(entry)) doc.records[id] = pack(entry);
    });
  return { first: changedBy(first), second: changedBy(second) };
}

/** A copy for one merge, since a merge uses its document up. */
export const cloned = ({ first, second }: Forked): Forked => ({ first: Automerge.clone(first), second });

/** Merges the second into the first, and settles by the rules what Automerge leaves contested. */
export function mergeDocs(
  { first, second }: Forked,
  { base }: Sides<Records>,
  { pack, unpack }: Form,
): Automerge.Doc<Doc> {
  const merged = Automerge.merge(first, second);
  const settled: [string, Entry][] = [];
  // Only what the base has can have been changed on both sides.
  for (const id of Object.keys(base)) {
    const [a, b] = Object.values(Automerge.getConflicts(merged.records, id) ?? {});
    if (a !== undefined && b !== undefined) settled.push([id, resolve(id, base[id], unpack(a), unpack(b))]);
  }
  return Automerge.change(merged, (doc) => {
    for (const [id, entry] of settled) doc.records[id] = pack(entry);
  });
}

export const recordsIn = (doc: Automerge.Doc<Doc>, { unpack }: Form): Records =>
  Object.fromEntries(Object.entries(doc.records).map(([id, value]) => [id, unpack(value)]));
