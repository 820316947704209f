import { ok } from '../../../shared/contract/result.ts';
import {
  type JobImagesAnswer,
  type JobImagesRequest,
  JobImagesRequestSchema,
  JobImagesSchema,
  JobKindSchema,
} from '../../../shared/contract/transfer.ts';
import type { Body } from '../../images/service.ts';
import type { Trx } from '../../store/store.ts';
import type { HostDeps } from '../deps.ts';
import type { TokenRow } from '../lock.ts';
import { lockBoth } from '../lock.ts';
import { imageRefusal, type Outcome, refuse } from '../refusal.ts';
import { type JobDevices, jobDevices, refused, reportOf, type TransferRow } from '../transfer/rows.ts';
import { hashOf } from '../visit-rows.ts';
import { checkJob, imageReason } from './check.ts';
import { type Served, servedOf } from './served.ts';

type Write = Extract<JobImagesAnswer, { valid: true }>['second'];

/** A job whose nonces are used up: what is to be made is settled, whoever asks for it and however often. */
interface Begun extends JobDevices {
  readonly firstToken: TokenRow;
  readonly secondToken: TokenRow;
  readonly served: Served;
  readonly question: JobImagesRequest;
}

const AnswerSchema = JobImagesSchema.shape.answer;

/** Takes up a job again that is at work, or gives its answer, if the question is the one that began it. */
async function again(
  trx: Trx,
  devices: JobDevices,
  hash: string,
): Promise<Outcome<{ readonly begun: Begun } | { readonly answer: JobImagesAnswer }>> {
  const { job, first, second } = devices;
  if (job.question_hash !== hash || job.question === null || job.served === null)
    return refuse(
      'conflict',
      'nonce-used',
      'These nonces have been used for another question. Begin a new job.',
    );
  if (job.answer !== null) return ok({ answer: AnswerSchema.parse(JSON.parse(job.answer)) });
  const rows = await lockBoth(trx, [first.token_id, second.token_id]);
  const firstToken = rows.get(first.token_id);
  const secondToken = rows.get(second.token_id);
  if (firstToken === undefined || secondToken === undefined)
    throw new Error(`Job ${job.job_id} is about a token that is not on file.`);
  const question = JobImagesRequestSchema.parse(JSON.parse(job.question));
  return ok({ begun: { ...devices, firstToken, secondToken, served: servedOf(job.served), question } });
}

const wasServed = (served: Served | undefined, { inputs, backupId }: JobImagesRequest): boolean =>
  served !== undefined &&
  served.first.digest === inputs.first &&
  (served.second?.digest ?? null) === inputs.second &&
  served.backupId === (backupId ?? null);

/** Uses the nonces up. Of many who try at once, the tokens' locks let one through. */
async function begin(
  deps: HostDeps,
  trx: Trx,
  jobId: string,
  question: JobImagesRequest,
): Promise<Outcome<{ readonly begun: Begun } | { readonly answer: JobImagesAnswer }>> {
  const known = await jobDevices(trx, question.kiosk, jobId);
  if (!known.ok) return known;
  await lockBoth(trx, [known.value.first.token_id, known.value.second.token_id]);
  // Read again: while this one waited for the locks, another one may have used the nonces.
  const devices = await jobDevices(trx, question.kiosk, jobId);
  if (!devices.ok) return devices;
  const settlements = Object.fromEntries(Object.entries(question.settlements).sort());
  const hash = hashOf({ ...question, settlements });
  if (devices.value.job.question_hash !== null) return await again(trx, devices.value, hash);
  const ready = await checkJob(deps, trx, devices.value, question.nonces);
  if (!ready.ok) return ready;
  if ('valid' in ready.value) return ok({ answer: ready.value });
  const { job, first, second } = devices.value;
  const served = job.served === null ? undefined : servedOf(job.served);
  if (served === undefined || !wasServed(served, question))
    return refuse(
      'conflict',
      'inputs-changed',
      'These are not the inputs that the host served last. Ask for them again and show what they make.',
    );
  const now = deps.now();
  await trx
    .updateTable('jobs')
    .set({
      question_hash: hash,
      question: JSON.stringify(question),
      used_at: now,
      staff: question.staff,
      // As it was read here: inputs that are being made anew meanwhile come too late.
      served: job.served,
    })
    .where('job_id', '=', jobId)
    .execute();
  for (const row of [first, second])
    await trx
      .updateTable('transfers')
      // The write that follows has as much time as what came before it.
      .set({ used_at: now, holds_until: Math.max(row.holds_until, now + deps.transferMs) })
      .where('token_id', '=', row.token_id)
      .where('transfer_id', '=', row.transfer_id)
      .execute();
  return ok({ begun: { ...ready.value, served, question } });
}

/** Lets go of nonces for which nothing can be made; the question may then be put differently. */
async function letGo(deps: HostDeps, { job, first, second }: Begun): Promise<void> {
  await deps.store.transact(async (trx) => {
    await lockBoth(trx, [first.token_id, second.token_id]);
    const free = await trx
      .updateTable('jobs')
      .set({ question_hash: null, question: null, used_at: null, staff: null })
      .where('job_id', '=', job.job_id)
      .where('answer', 'is', null)
      .returning('job_id')
      .executeTakeFirst();
    if (free === undefined) return;
    for (const row of [first, second])
      await trx
        .updateTable('transfers')
        .set({ used_at: null })
        .where('token_id', '=', row.token_id)
        .where('transfer_id', '=', row.transfer_id)
        .execute();
  });
}

/** The signed image for one device, as the decision by which a kiosk writes it. */
async function writeFor(
  deps: HostDeps,
  begun: Begun,
  row: TransferRow,
  token: TokenRow,
): Promise<Outcome<Write | JobImagesAnswer>> {
  const { job, served, question } = begun;
  const report = reportOf(row);
  if (report === null) throw new Error(`Job ${job.job_id} would write a token that is not there.`);
  const isMerge = job.kind === 'merge';
  const body: Body<'transfer'> = {
    target: {
      tokenId: token.token_id,
      accountRef: token.account_ref,
      issuer: token.issuer,
      generation: report.generation,
      slotSize: report.slotSize,
      afterSequence: report.image?.sequence ?? 0,
      currentDigest: report.image?.digest ?? null,
      inactiveDigest: report.inactiveDigest,
    },
    jobId: job.job_id,
    source: isMerge ? 'merged' : 'migrated',
    first: served.first,
    second: isMerge ? served.second : null,
    base: isMerge ? served.base : null,
    rules: served.rules,
    today: served.today,
    capacity: served.capacity,
    settlements: question.settlements,
  };
  const made = await deps.images.transfer(body);
  if (!made.ok) {
    const { failure } = made;
    if (failure.code.startsWith('host-')) return imageRefusal(failure);
    await letGo(deps, begun);
    const reason = failure.code === 'action-not-possible' ? undefined : imageReason(failure.code);
    return reason === undefined ? imageRefusal(failure) : ok(refused(row.transfer_id, reason, null));
  }
  const { indicator, logSequence } = report;
  return ok({
    decision: 'update',
    reason: JobKindSchema.parse(job.kind),
    requestId: indicator.state === 'clear' ? null : indicator.requestId,
    requestReason: indicator.state === 'clear' ? 'none' : indicator.reason,
    ...made.value,
    // The log was posted when the device was found valid, so the image includes all of it.
    logIncluded: logSequence,
  });
}

async function make(deps: HostDeps, begun: Begun): Promise<Outcome<JobImagesAnswer>> {
  const second = await writeFor(deps, begun, begun.second, begun.secondToken);
  if (!second.ok) return second;
  if ('valid' in second.value) return ok(second.value);
  if (begun.job.kind !== 'merge') return ok({ valid: true, second: second.value, first: null });
  const first = await writeFor(deps, begun, begun.first, begun.firstToken);
  if (!first.ok) return first;
  return ok('valid' in first.value ? first.value : { valid: true, second: second.value, first: first.value });
}

/**
 * `POST /v1/jobs/:id/images`: uses the nonces up and gives the images that are written. The same question gets the
 * same answer, also when the image server went away in between; another question is refused.
 */
export async function jobImages(
  deps: HostDeps,
  jobId: string,
  question: JobImagesRequest,
): Promise<Outcome<{ jobId: string; answer: JobImagesAnswer }>> {
  const begun = await deps.store.transact((trx) => begin(deps, trx, jobId, question));
  if (!begun.ok) return begun;
  if ('answer' in begun.value) return ok({ jobId, answer: begun.value.answer });
  const made = await make(deps, begun.value.begun);
  if (!made.ok) return made;
  if (!made.value.valid) return ok({ jobId, answer: made.value });
  const answer = await deps.store.transact(async (trx) => {
    await trx
      .updateTable('jobs')
      .set({ answer: JSON.stringify(made.value) })
      .where('job_id', '=', jobId)
      .where('answer', 'is', null)
      .execute();
    const row = await trx
      .selectFrom('jobs')
      .select('answer')
      .where('job_id', '=', jobId)
      .executeTakeFirstOrThrow();
    return AnswerSchema.parse(JSON.parse(row.answer ?? 'null'));
  });
  return ok({ jobId, answer });
}
