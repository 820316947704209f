import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { FileDeclaration } from '../../shared/token/declaration.ts';
import { RECARD_AID } from '../../shared/token/profile.ts';
import type { RecordFile, TransparentFile } from '../file-system/file.ts';
import type { FileTree } from '../file-system/layout.ts';
import { byName } from '../file-system/locate.ts';

const missing = (name: string): Result<never> =>
  fail(failure('token-foreign', `The token has no ${name}: it is not laid out as a Recard token.`));

/** The transparent file of the native profile that `declaration` describes. */
export function transparentFile(
  tree: FileTree,
  declaration: FileDeclaration<unknown>,
): Result<TransparentFile> {
  const file = byName(tree.master, RECARD_AID)?.children.find(({ id }) => id === declaration.id);
  return file?.type === 'ef' && file.structure === 'transparent' ? ok(file) : missing(declaration.name);
}

/** The record file of the native profile that `declaration` describes. */
export function recordFileOf(tree: FileTree, declaration: FileDeclaration<unknown>): Result<RecordFile> {
  const file = byName(tree.master, RECARD_AID)?.children.find(({ id }) => id === declaration.id);
  return file?.type === 'ef' && file.structure !== 'transparent' ? ok(file) : missing(declaration.name);
}
