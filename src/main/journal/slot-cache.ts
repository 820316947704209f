import type { Database } from 'better-sqlite3';
import { ok, type Result } from '../../shared/contract/result.ts';
import { digestOf } from '../../shared/image/envelope.ts';
import { attempt, transact } from './attempt.ts';

/** Two slots of at most 32 KiB each: the cache stays below 32 MiB. */
export const CACHED_TOKENS = 500;

export interface SlotContent {
  readonly tokenId: string;
  readonly slot: 'A' | 'B';
  /** Digest of `bytes`. */
  readonly digest: string;
  /** The signed image in the slot. */
  readonly bytes: Uint8Array;
}

/** What this kiosk last wrote or verified in tokens' slots. It only spares bytes; losing it loses nothing. */
export interface SlotCache {
  rememberSlot(content: SlotContent): Result<void>;
  /** The bytes with this digest that a slot of the token held, or `null`. Checked against the digest. */
  slotContent(tokenId: string, digest: string): Result<Uint8Array | null>;
}

export function createSlotCache(db: Database, capacity = CACHED_TOKENS): SlotCache {
  // REPLACE gives the row a new, higher `use`: the order in which tokens were last seen.
  const replace = db.prepare(
    'INSERT OR REPLACE INTO slot (tokenId, slot, digest, bytes) VALUES (@tokenId, @slot, @digest, @bytes)',
  );
  const evict = db.prepare<[number]>(
    `DELETE FROM slot WHERE tokenId IN
       (SELECT tokenId FROM slot GROUP BY tokenId ORDER BY max(use) DESC LIMIT -1 OFFSET ?)`,
  );
  const find = db
    .prepare<[string, string], Buffer>('SELECT bytes FROM slot WHERE tokenId = ? AND digest = ?')
    .pluck();
  return {
    rememberSlot: ({ tokenId, slot, digest, bytes }) =>
      transact(db, () => {
        replace.run({ tokenId, slot, digest, bytes });
        evict.run(capacity);
        return ok(undefined);
      }),
    slotContent: (tokenId, digest) =>
      attempt(() => {
        const bytes = find.get(tokenId, digest);
        return ok(bytes === undefined || digestOf(bytes) !== digest ? null : new Uint8Array(bytes));
      }),
  };
}
