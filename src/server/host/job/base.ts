import { ok } from '../../../shared/contract/result.ts';
import { JobImagesSchema } from '../../../shared/contract/transfer.ts';
import type { Trx } from '../../store/store.ts';
import type { HostDeps } from '../deps.ts';
import { imageRefusal, type Outcome } from '../refusal.ts';
import type { NamedImage } from './served.ts';

/** The image that the latest job between the two tokens wrote, in either direction; `undefined` without one. */
export async function commonImage(trx: Trx, a: string, b: string): Promise<NamedImage | undefined> {
  const row = await trx
    .selectFrom('jobs')
    .select(['second_token', 'answer'])
    .where('second_token', 'in', [a, b])
    .where('first_token', 'in', [a, b])
    .where('ended_as', '=', 'done')
    .orderBy('ended_at', 'desc')
    .orderBy('job_id')
    .executeTakeFirst();
  if (row === undefined || row.answer === null || row.second_token === null) return undefined;
  const answer = JobImagesSchema.shape.answer.parse(JSON.parse(row.answer));
  return answer.valid ? { tokenId: row.second_token, digest: answer.second.digest } : undefined;
}

export interface Base extends NamedImage {
  /** Signed, base64. */
  readonly image: string;
}

/** That image itself; `null` when it is no longer kept, and then the merge is a two-way one. */
export async function fetchBase(
  deps: HostDeps,
  named: NamedImage | undefined,
): Promise<Outcome<Base | null>> {
  if (named === undefined) return ok(null);
  const fetched = await deps.images.fetch(named);
  if (fetched.ok) return ok({ ...named, image: fetched.value.image });
  const { failure } = fetched;
  return failure.code.startsWith('host-') ? imageRefusal(failure) : ok(null);
}
