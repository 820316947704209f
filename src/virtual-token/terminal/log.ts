import { ok, type Result } from '../../shared/contract/result.ts';
import type { Transaction } from '../../shared/image/model.ts';
import { EF_LOG, type LogRecord } from '../../shared/token/ef-log.ts';
import type { FileTree } from '../file-system/layout.ts';
import type { Memory } from '../memory/memory.ts';
import { appendRecord, readRecord, recordCount } from '../memory/records.ts';
import { readCommit } from './commit.ts';
import { recordFileOf } from './native-files.ts';

/** The log's records, newest first; a damaged one fails the whole. */
export function readLog(tree: FileTree, memory: Memory): Result<LogRecord[]> {
  const file = recordFileOf(tree, EF_LOG);
  if (!file.ok) return file;
  const records: LogRecord[] = [];
  for (let number = 1; number <= recordCount(memory, file.value); number++) {
    const record = EF_LOG.decode(readRecord(memory, file.value, number) ?? new Uint8Array(0));
    if (!record.ok) return record;
    records.push(record.value);
  }
  return ok(records);
}

/** Appends a transaction as a terminal does, numbered on from the newest record or from the image's. */
export function appendLog(tree: FileTree, memory: Memory, transaction: Transaction): Result<LogRecord> {
  const file = recordFileOf(tree, EF_LOG);
  if (!file.ok) return file;
  const log = readLog(tree, memory);
  if (!log.ok) return log;
  const commit = readCommit(tree, memory);
  if (!commit.ok) return commit;
  const last = log.value[0]?.logSequence ?? commit.value.current.logSequence;
  const record = { logSequence: last + 1, transaction };
  appendRecord(memory, file.value, EF_LOG.encode(record));
  return ok(record);
}
