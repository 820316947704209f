import { ok, type Result } from '../../shared/contract/result.ts';
import { openImage } from '../../shared/image/envelope.ts';
import type { ImageDeps } from './deps.ts';
import { backupsOf, signedImage } from './rows.ts';
import { isBackup, sinceTransfer } from './select.ts';
import type { Answer, Body } from './service.ts';

/** Every programme that a backup of the token holds which an update can begin with; images whose key is no longer trusted count for nothing. */
export function programmes(deps: ImageDeps, body: Body<'programmes'>): Promise<Result<Answer<'programmes'>>> {
  const { tokenId } = body;
  return deps.store.transact(async (trx) => {
    const held = new Set<string>();
    for (const { digest } of sinceTransfer(await backupsOf(trx, tokenId)).filter(isBackup)) {
      const signed = await signedImage(trx, tokenId, digest);
      const opened = signed === undefined ? undefined : openImage(signed, deps.trusted);
      if (opened?.ok === true) for (const { programme } of opened.value.image.cells) held.add(programme);
    }
    return ok({ programmes: [...held].sort() });
  });
}
