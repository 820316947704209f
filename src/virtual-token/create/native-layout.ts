import { toHex } from '../../shared/image/bytes.ts';
import type { FileDeclaration } from '../../shared/token/declaration.ts';
import { EF_COMMIT } from '../../shared/token/ef-commit.ts';
import { EF_LOG } from '../../shared/token/ef-log.ts';
import { EF_TOKEN, type TokenIdentity } from '../../shared/token/ef-token.ts';
import { EF_SLOT, RECARD_AID, RECARD_DF } from '../../shared/token/profile.ts';
import { MASTER_FILE } from '../file-system/file.ts';
import type { FileEntry, Layout } from '../file-system/layout.ts';

type Named = Pick<FileDeclaration<unknown>, 'id' | 'sfi' | 'structure'>;

function entry(declaration: Named, size: number, records: number): FileEntry {
  const { id, sfi, structure } = declaration;
  if (structure === 'transparent') return { structure, id, parent: RECARD_DF, sfi, size };
  return { structure, id, parent: RECARD_DF, sfi, recordSize: size, records };
}

/** A manufacturer's byte, then the first six bytes of the token id: contactless cards keep their UID. */
const fixedUid = (tokenId: string): string => `04${tokenId.slice(0, 12)}`;

/** The files of the native profile as this token has them; the sizes are those of the declarations. */
export function nativeLayout(token: TokenIdentity): Layout {
  const { kind, pageSize, maxCommandData, maxResponseData, slotSize } = token;
  return {
    kind,
    ...(kind === 'card' ? { uid: fixedUid(token.tokenId) } : {}),
    pageSize,
    maxCommandData,
    maxResponseData,
    files: [
      { structure: 'df', id: RECARD_DF, parent: MASTER_FILE, name: toHex(RECARD_AID) },
      entry(EF_TOKEN, EF_TOKEN.size ?? 0, 1),
      entry(EF_COMMIT, EF_COMMIT.size ?? 0, EF_COMMIT.records ?? 2),
      entry(EF_SLOT.A, slotSize, 1),
      ...(token.slots === 2 ? [entry(EF_SLOT.B, slotSize, 1)] : []),
      entry(EF_LOG, EF_LOG.size ?? 0, token.logRecords),
    ],
  };
}
