import adapter from 'pouchdb-adapter-memory';
import PouchDB, { type Database, type NewDocument } from 'pouchdb-core';
import replication from 'pouchdb-replication';
import type { Entry, Records, Sides } from './records.ts';
import { resolve } from './resolve.ts';

const Pouch = PouchDB.plugin(adapter).plugin(replication);

interface Wrapped {
  readonly entry: Entry;
}
export interface Pair {
  readonly first: Database<Wrapped>;
  readonly second: Database<Wrapped>;
}

let made = 0;
function open(): Database<Wrapped> {
  made += 1;
  return new Pouch<Wrapped>(`merge-${made}`, { adapter: 'memory' });
}

/** Writes what differs, as new revisions of what is there. */
async function put(db: Database<Wrapped>, entries: Records, before: Records): Promise<void> {
  const revisions = new Map(
    (await db.allDocs()).rows.flatMap((row) => ('value' in row ? [[row.id, row.value.rev] as const] : [])),
  );
  const changed = Object.entries(entries).filter(
    ([id, entry]) => JSON.stringify(before[id]) !== JSON.stringify(entry),
  );
  await db.bulkDocs(
    changed.map(([_id, entry]) => {
      const _rev = revisions.get(_id);
      return _rev === undefined ? { _id, entry } : { _id, _rev, entry };
    }),
  );
}

/** Two databases in memory that come from one and were then changed, each on its own. */
export async function opened({ base, first, second }: Sides<Records>): Promise<Pair> {
  const pair = { first: open(), second: open() };
  await put(pair.first, base, {});
  await pair.second.replicate.from(pair.first);
  await put(pair.first, first, base);
  await put(pair.second, second, base);
  return pair;
}

export async function closed({ first, second }: Pair): Promise<void> {
  await first.destroy();
  await second.destroy();
}

/** Replicates the second into the first, and settles by the rules what PouchDB leaves in conflict. */
export async function mergeDatabases({ first, second }: Pair, { base }: Sides<Records>): Promise<Records> {
  await first.replicate.from(second);
  const { rows } = await first.allDocs({ include_docs: true, conflicts: true });
  const merged: Record<string, Entry> = {};
  const settled: NewDocument<Wrapped>[] = [];
  for (const row of rows) {
    if (!('doc' in row) || row.doc === undefined) continue;
    const { doc } = row;
    let { entry } = doc;
    for (const rev of doc._conflicts ?? []) {
      const other = await first.get(doc._id, { rev });
      entry = resolve(doc._id, base[doc._id], entry, other.entry);
      settled.push({ _id: doc._id, _rev: doc._rev, entry });
      settled.push({ _id: doc._id, _rev: rev, _deleted: true, entry: other.entry });
    }
    merged[doc._id] = entry;
  }
  await first.bulkDocs(settled);
  return merged;
}
