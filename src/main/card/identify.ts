import { failure } from '../../shared/contract/failure.ts';
import { fail, type Result } from '../../shared/contract/result.ts';
import { equalBytes } from '../../shared/image/bytes.ts';
import type { FileDeclaration } from '../../shared/token/declaration.ts';
import { type CommitState, EF_COMMIT, selectCommit } from '../../shared/token/ef-commit.ts';
import { EF_TOKEN, type TokenIdentity } from '../../shared/token/ef-token.ts';
import { RECARD_AID } from '../../shared/token/profile.ts';
import type { TokenSession } from '../reader/port.ts';
import { exchange, judge, transact } from './apdu/exchange.ts';
import { readBinary } from './apdu/read-binary.ts';
import { readRecord, readRecords } from './apdu/read-record.ts';
import { selectApplication } from './apdu/select.ts';
import { SUCCESS } from './apdu/status.ts';

/** The declared size of a file, or of one of its records, in bytes. Of a slot it is a bug to ask. */
export function fixedSize(file: Pick<FileDeclaration<unknown>, 'name' | 'size'>): number {
  if (file.size === undefined) throw new TypeError(`${file.name} has no fixed size`);
  return file.size;
}

/** Makes the native application the current one. A token without it is `token-foreign`. */
export const selectNative = (session: TokenSession): Promise<Result<Uint8Array>> =>
  exchange(session, selectApplication(RECARD_AID));

/** Reads EF.TOKEN of the application that is selected. */
export async function readIdentity(session: TokenSession): Promise<Result<TokenIdentity>> {
  const bytes = await exchange(
    session,
    readBinary({ name: EF_TOKEN.name, sfi: EF_TOKEN.sfi, offset: 0 }, fixedSize(EF_TOKEN)),
  );
  return bytes.ok ? EF_TOKEN.decode(bytes.value) : bytes;
}

/**
 * Reads both records of EF.COMMIT, in one command where the token can do that. Whatever else it answers,
 * two single reads decide: not every token knows READ RECORD(S).
 */
export async function readCommit(session: TokenSession): Promise<Result<CommitState>> {
  const size = fixedSize(EF_COMMIT);
  const both = readRecords(EF_COMMIT, 2, size);
  const answer = await transact(session, both.apdu);
  if (!answer.ok) return answer;
  if (answer.value.sw === SUCCESS) {
    const bytes = judge(both, answer.value);
    if (bytes.ok) return selectCommit(bytes.value.slice(0, size), bytes.value.slice(size));
  }
  const first = await exchange(session, readRecord(EF_COMMIT, 1, size));
  if (!first.ok) return first;
  const second = await exchange(session, readRecord(EF_COMMIT, 2, size));
  return second.ok ? selectCommit(first.value, second.value) : second;
}

/** Whether what EF.COMMIT points at lies within what EF.TOKEN describes; `token-damaged` otherwise. */
export function checkCommit(identity: TokenIdentity, { current }: CommitState): Result<void> {
  const { slot, imageLength } = current;
  const damaged = (detail: string) => fail(failure('token-damaged', `EF.COMMIT: ${detail}`));
  if (slot === 'B' && identity.slots === 1) return damaged('slot B of a token with one slot');
  if (slot !== null && imageLength === 0) return damaged('an image of 0 bytes');
  if (imageLength > identity.slotSize)
    return damaged(`an image of ${imageLength} bytes in a slot of ${identity.slotSize}`);
  return { ok: true, value: undefined };
}

/** Whether two readings of EF.TOKEN describe the same token. */
export const sameIdentity = (a: TokenIdentity, b: TokenIdentity): boolean =>
  equalBytes(EF_TOKEN.encode(a), EF_TOKEN.encode(b));
