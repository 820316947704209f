import { ok, type Result } from '../../shared/contract/result.ts';
import {
  type CommitRecord,
  type CommitState,
  EF_COMMIT,
  selectCommit,
} from '../../shared/token/ef-commit.ts';
import type { FileTree } from '../file-system/layout.ts';
import type { Memory } from '../memory/memory.ts';
import { readRecord, updateRecord } from '../memory/records.ts';
import { recordFileOf } from './native-files.ts';

const NO_RECORD = new Uint8Array(0);

/** What the token's two commit records say together. */
export function readCommit(tree: FileTree, memory: Memory): Result<CommitState> {
  const file = recordFileOf(tree, EF_COMMIT);
  if (!file.ok) return file;
  return selectCommit(
    readRecord(memory, file.value, 1) ?? NO_RECORD,
    readRecord(memory, file.value, 2) ?? NO_RECORD,
  );
}

/** Commits `change` as every device does: over the older of the two records, with the next sequence. */
export function commit(
  tree: FileTree,
  memory: Memory,
  change: Partial<Omit<CommitRecord, 'sequence'>>,
): Result<CommitRecord> {
  const file = recordFileOf(tree, EF_COMMIT);
  if (!file.ok) return file;
  const state = readCommit(tree, memory);
  if (!state.ok) return state;
  const { current, currentRecord } = state.value;
  const next = { ...current, ...change, sequence: current.sequence + 1 };
  updateRecord(memory, file.value, currentRecord === 1 ? 2 : 1, EF_COMMIT.encode(next));
  return ok(next);
}
