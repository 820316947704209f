import type { BackupAnswer, BackupReport } from '../../shared/contract/host.ts';
import { ok } from '../../shared/contract/result.ts';
import { digestOf } from '../../shared/image/envelope.ts';
import type { HostDeps } from './deps.ts';
import { book } from './found/book.ts';
import { isKnown } from './found/presented.ts';
import { gatherFacts } from './gather.ts';
import { lockToken } from './lock.ts';
import { imageRefusal, type Outcome } from './refusal.ts';
import { admit } from './rules.ts';
import { settleUnheard } from './unheard.ts';

/** Reasons that are about now, and not about whether the token is one that is served. */
const PASSING: readonly string[] = ['quota-used', 'open-elsewhere'];

/**
 * `POST /v1/visits/:id/backup`: what a kiosk read of a token while it could not ask. It is evidence, however late: a write
 * that was not heard of is settled by it, what terminals wrote to the token is recorded, and the image becomes a backup.
 * Nothing is decided by it, and it opens no visit. Repeated, it changes nothing more.
 */
export async function keepBackup(
  deps: HostDeps,
  visitId: string,
  { kiosk, token: report, image }: BackupReport,
): Promise<Outcome<BackupAnswer>> {
  await settleUnheard(deps, report);
  const { tokenId, log } = report;
  const { row, refused } = await deps.store.transact(async (trx) => {
    const row = await lockToken(trx, tokenId);
    return { row, refused: admit(await gatherFacts(deps, trx, row, { kiosk, report })) };
  });
  const isServed = refused?.decision !== 'refuse' || PASSING.includes(refused.reason);
  // Whatever became of it since, what terminals wrote to it happened all the same.
  const booked = isKnown(row, report) ? await book(deps, tokenId, log, kiosk) : ok(null);
  if (!booked.ok) return booked;
  // What is not the image that was read is nobody's backup.
  if (
    !isServed ||
    image === null ||
    digestOf(new Uint8Array(Buffer.from(image, 'base64'))) !== report.image?.digest
  )
    return ok({ visitId, kept: false });
  const recorded = await deps.images.record({ tokenId, image, recordedBy: kiosk, verified: true });
  if (recorded.ok) return ok({ visitId, kept: true });
  return recorded.failure.code.startsWith('image-')
    ? ok({ visitId, kept: false })
    : imageRefusal(recorded.failure);
}
