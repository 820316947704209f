import { ok, type Result } from '../../shared/contract/result.ts';
import { transactionKey } from '../../shared/image/canonical.ts';
import { openImage } from '../../shared/image/envelope.ts';
import type { ImageDeps } from './deps.ts';
import { includes } from './inclusion.ts';
import { backupsOf, highestSequence, ledgerOf, signedImage } from './rows.ts';
import { selectBackup, sinceTransfer } from './select.ts';
import type { Answer, Body } from './service.ts';
import { seeOnToken } from './verify.ts';

/** What is known about a token that presents itself. */
export function state(deps: ImageDeps, body: Body<'state'>): Promise<Result<Answer<'state'>>> {
  const { tokenId } = body;
  return deps.store.transact(async (trx) => {
    await seeOnToken(deps, trx, tokenId, body.image?.digest ?? null);
    const backups = await backupsOf(trx, tokenId);
    const own = backups.find((backup) => backup.digest === body.image?.digest);
    const common = {
      hasBackup: selectBackup(sinceTransfer(backups), {}) !== undefined,
      highestSequence: await highestSequence(trx, tokenId),
      newerVerified: backups.some(
        (b) => b.verified && b.generation === body.generation && b.sequence > (body.image?.sequence ?? 0),
      ),
    };
    const signed = own === undefined ? undefined : await signedImage(trx, tokenId, own.digest);
    const opened = signed === undefined ? undefined : openImage(signed, deps.trusted);
    // An image whose key is no longer trusted counts as unknown: it is asked for, and then refused.
    if (own === undefined || opened?.ok !== true)
      return ok({ ...common, digestKnown: false, missingTransactions: 0 });
    const onToken = new Set(body.log.map(transactionKey));
    const known = { image: opened.value.image, origin: own.origin };
    const ledger = await ledgerOf(trx, tokenId, own.origin === 'recorded' ? undefined : own.sequence);
    const missing = ledger.filter(
      (entry) =>
        entry.problem === null && !onToken.has(transactionKey(entry.transaction)) && !includes(known, entry),
    );
    return ok({ ...common, digestKnown: true, missingTransactions: missing.length });
  });
}
