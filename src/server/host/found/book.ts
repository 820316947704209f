import { ok } from '../../../shared/contract/result.ts';
import type { Transaction } from '../../../shared/image/model.ts';
import type { Answer } from '../../images/service.ts';
import type { HostDeps } from '../deps.ts';
import { imageRefusal, type Outcome } from '../refusal.ts';
import { passOn } from './pass-on.ts';

/**
 * Books transactions of a token, each once, and passes on what its successor has missed: another token may have taken
 * its place since it was looked at. Repeated, it changes nothing more.
 */
export async function book(
  deps: HostDeps,
  tokenId: string,
  transactions: readonly Transaction[],
  postedBy: string,
): Promise<Outcome<Answer<'post'>>> {
  if (transactions.length === 0) return ok({ results: [] });
  const posted = await deps.images.post({ tokenId, transactions: [...transactions], postedBy });
  if (!posted.ok) return imageRefusal(posted.failure);
  const passed = await passOn(deps, tokenId);
  return passed.ok ? posted : passed;
}
