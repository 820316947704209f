import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { signRules as sign } from '../../shared/image/merge/signed-rules.ts';
import type { ImageDeps } from './deps.ts';
import { signedImage, toBase64 } from './rows.ts';
import type { Answer, Body } from './service.ts';

/** A kept image. Fails with `action-not-possible` when it is not kept here. */
export async function fetchImage(deps: ImageDeps, body: Body<'fetch'>): Promise<Result<Answer<'fetch'>>> {
  const signed = await deps.store.transact((trx) => signedImage(trx, body.tokenId, body.digest));
  return signed === undefined
    ? fail(failure('action-not-possible', `The image ${body.digest} is not kept here`))
    : ok({ image: toBase64(signed) });
}

export const signRules = ({ signer }: ImageDeps, { rules }: Body<'signRules'>): Answer<'signRules'> => ({
  rules: toBase64(sign(rules, signer)),
});
