import { closeSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { TokenState } from './state.ts';
import { decodeStateFile, encodeStateFile } from './state-file.ts';
import type { Store } from './store.ts';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Puts a whole state in place of what the file held, or leaves that untouched. */
export function writeStateFile(path: string, state: TokenState): Result<void> {
  const fresh = `${path}.${process.pid}.new`;
  try {
    // All of it: a disk that fills up takes the beginning of a write, and says so by its count only.
    writeFileSync(fresh, encodeStateFile(state).bytes, { mode: 0o600, flush: true });
    renameSync(fresh, path);
    return ok(undefined);
  } catch (error) {
    rmSync(fresh, { force: true });
    return fail(
      failure('action-not-possible', `The token's state file cannot be written: ${reasonOf(error)}`),
    );
  }
}

/** What a state file holds, and the store that keeps it up to date. */
export interface OpenedState {
  readonly state: TokenState;
  readonly store: Store;
}

/**
 * Opens a state file. Each page write is one write in place, so a process that is killed leaves a file
 * with exactly the pages that its token had written. Failures: `token-damaged`, `token-layout-unknown`,
 * `action-not-possible` when the file cannot be read or written.
 */
export function openStateFile(path: string): Result<OpenedState> {
  let file: number;
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
    file = openSync(path, 'r+');
  } catch (error) {
    return fail(
      failure('action-not-possible', `There is no token in ${path}: ${reasonOf(error)}. Create one first.`),
    );
  }
  const decoded = decodeStateFile(bytes);
  if (!decoded.ok) {
    closeSync(file);
    return decoded;
  }
  const { layout, memory, memoryAt } = decoded.value;
  const store: Store = {
    keep: (at, part) => {
      if (part.length > 0) writeSync(file, part, 0, part.length, memoryAt + at);
    },
    close: () => closeSync(file),
  };
  return ok({ state: { layout, memory }, store });
}
