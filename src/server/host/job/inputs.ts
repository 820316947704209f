import { ok } from '../../../shared/contract/result.ts';
import type {
  JobInputsAnswer,
  JobInputsRequest,
  TransferRefusal,
} from '../../../shared/contract/transfer.ts';
import { openImage, type TrustedKeys } from '../../../shared/image/envelope.ts';
import type { CardImage } from '../../../shared/image/model.ts';
import { fromBase64, toInstant } from '../../images/rows.ts';
import type { Answer, Body } from '../../images/service.ts';
import type { HostDeps } from '../deps.ts';
import { currentRules } from '../merge-rules.ts';
import { reserveFor } from '../programmes.ts';
import { imageRefusal, type Outcome } from '../refusal.ts';
import { imageKeys } from '../transfer/content.ts';
import { jobDevices, refused, reportOf } from '../transfer/rows.ts';
import { type Base, commonImage, fetchBase } from './base.ts';
import { checkJob, imageReason, type Ready, type Refused } from './check.ts';
import { isTooLarge, needsMerge } from './needs-merge.ts';
import type { NamedImage, Served } from './served.ts';

type Side = Answer<'side'>;
interface Sides {
  readonly first: Side;
  readonly second: Side | null;
}

const no = (ready: Ready, reason: TransferRefusal): Refused =>
  refused(ready.second.transfer_id, reason, null);

async function sideOf(deps: HostDeps, ready: Ready, body: Body<'side'>): Promise<Outcome<Side | Refused>> {
  const side = await deps.images.side(body);
  if (side.ok) return side;
  const { code } = side.failure;
  // A device that is there is asked for its own image; only of an absent one is there a backup to be had or not.
  const isOwn = body.digest !== null && code === 'action-not-possible';
  const reason = isOwn ? 'image-untrusted' : imageReason(code);
  return reason === undefined ? imageRefusal(side.failure) : ok(no(ready, reason));
}

/** The first device's image, of a replacement less what is held back for spending that nobody has seen yet. */
async function firstSide(
  deps: HostDeps,
  ready: Ready,
  keys: TrustedKeys,
  backupId: string | null,
  capacity: number,
): Promise<Outcome<Side | Refused>> {
  const { firstToken: token } = ready;
  const report = reportOf(ready.first);
  const body: Body<'side'> = {
    tokenId: token.token_id,
    generation: report?.generation ?? token.generation,
    // What is carried over as it is has to fit where it goes; a merge makes room by its own rules.
    capacity: ready.job.kind === 'merge' ? (report?.slotSize ?? token.slot_size) : capacity,
    digest: report?.image?.digest ?? null,
    backupId,
    reportedAt: token.reported_at === null ? null : toInstant(token.reported_at),
    reserve: [],
  };
  const whole = await sideOf(deps, ready, body);
  // Whose log has been read has spent nothing unseen.
  const isSeen = report !== null || token.found_at !== null;
  if (!whole.ok || 'valid' in whole.value || ready.job.kind !== 'replace' || isSeen) return whole;
  const opened = openImage(fromBase64(whole.value.image), keys);
  if (!opened.ok) return ok(no(ready, 'image-untrusted'));
  const reserve = await reserveFor(deps, opened.value.image.cells);
  return reserve.length === 0 ? whole : await sideOf(deps, ready, { ...body, reserve });
}

async function bothSides(
  deps: HostDeps,
  ready: Ready,
  keys: TrustedKeys,
  backupId: string | null,
  capacity: number,
): Promise<Outcome<Sides | Refused>> {
  const first = await firstSide(deps, ready, keys, backupId, capacity);
  if (!first.ok) return first;
  if ('valid' in first.value) return ok(first.value);
  const report = reportOf(ready.second);
  if (report === null || report.image === null) return ok({ first: first.value, second: null });
  const second = await sideOf(deps, ready, {
    tokenId: report.tokenId,
    generation: report.generation,
    capacity: report.slotSize,
    digest: report.image.digest,
    backupId: null,
    reportedAt: null,
    reserve: [],
  });
  if (!second.ok) return second;
  if ('valid' in second.value) return ok(second.value);
  return ok({ first: first.value, second: second.value });
}

/** Bytes for the encoded image without its signature that every device has which is written. */
function capacityOf({ job, first, second }: Ready, envelope: number): number {
  const rooms = (job.kind === 'merge' ? [first, second] : [second]).map(
    (row) => reportOf(row)?.slotSize ?? 0,
  );
  return Math.max(1, Math.min(...rooms) - envelope);
}

interface Opened {
  readonly first: CardImage;
  readonly second: CardImage | undefined;
  readonly base: CardImage | undefined;
}

function openAll(keys: TrustedKeys, { first, second }: Sides, base: Base | null): Opened | undefined {
  const open = (image: string | undefined) =>
    image === undefined ? undefined : openImage(fromBase64(image), keys);
  const one = open(first.image);
  const other = open(second?.image);
  const common = open(base?.image);
  if (one?.ok !== true || other?.ok === false) return undefined;
  return {
    first: one.value.image,
    second: other?.value.image,
    base: common?.ok === true ? common.value.image : undefined,
  };
}

const named = (tokenId: string, side: Side): NamedImage => ({ tokenId, digest: side.digest });

/** Why what the devices carry does not allow the job; `undefined` when it does. */
function objection(
  kind: string,
  opened: Opened,
  served: Pick<Served, 'rules' | 'today' | 'capacity'>,
): TransferRefusal | undefined {
  if (kind === 'merge') return undefined;
  const { first, second, base } = opened;
  if (second !== undefined && needsMerge({ first, second, base, ...served })) return 'merge-needed';
  return isTooLarge(first, served) ? 'capacity-unfit' : undefined;
}

async function makeInputs(
  deps: HostDeps,
  ready: Ready,
  common: NamedImage | undefined,
  backupId: string | null,
): Promise<Outcome<{ readonly served: Served; readonly answer: JobInputsAnswer } | Refused>> {
  const known = await imageKeys(deps);
  if (!known.ok) return known;
  const { keys, envelope } = known.value;
  const capacity = capacityOf(ready, envelope);
  const sides = await bothSides(deps, ready, keys, backupId, capacity);
  if (!sides.ok) return sides;
  if ('valid' in sides.value) return ok(sides.value);
  const { first, second } = sides.value;
  const base = await fetchBase(deps, second === null ? undefined : common);
  if (!base.ok) return base;
  const rules = await currentRules(deps.store);
  const signed = await deps.images.signRules({ rules });
  if (!signed.ok) return imageRefusal(signed.failure);
  const opened = openAll(keys, sides.value, base.value);
  if (opened === undefined) return ok(no(ready, 'image-untrusted'));
  const today = toInstant(deps.now()).slice(0, 10);
  const reason = objection(ready.job.kind, opened, { rules, today, capacity });
  if (reason !== undefined) return ok(no(ready, reason));
  const usable = opened.base === undefined ? null : base.value;
  const served: Served = {
    backupId,
    first: named(ready.first.token_id, first),
    second: second === null ? null : named(ready.second.token_id, second),
    base: usable === null ? null : { tokenId: usable.tokenId, digest: usable.digest },
    rules,
    today,
    capacity,
    reserve: first.reserve,
    firstSequence: opened.first.sequence,
  };
  const answer: JobInputsAnswer = {
    valid: true,
    first: first.image,
    second: second?.image ?? null,
    base: usable?.image ?? null,
    rules: signed.value.rules,
    today,
    capacity,
    reserve: first.reserve.map(({ programme, amount }) => ({ programme, amount })),
    transactionsAdded: first.chosen.transactionsAdded,
  };
  return ok({ served, answer });
}

/**
 * `POST /v1/jobs/:id/inputs`: what the result is to be made of. Asked again it is made anew, as transactions may
 * have come in; only the latest may be used.
 */
export async function jobInputs(
  deps: HostDeps,
  jobId: string,
  { kiosk, nonces, backupId }: JobInputsRequest,
): Promise<Outcome<{ jobId: string; answer: JobInputsAnswer }>> {
  const checked = await deps.store.transact(async (trx) => {
    const devices = await jobDevices(trx, kiosk, jobId);
    if (!devices.ok) return devices;
    const ready = await checkJob(deps, trx, devices.value, nonces);
    if (!ready.ok) return ready;
    if ('valid' in ready.value) return ok({ refusal: ready.value });
    const { first, second } = devices.value;
    return ok({ ready: ready.value, common: await commonImage(trx, first.token_id, second.token_id) });
  });
  if (!checked.ok) return checked;
  if ('refusal' in checked.value) return ok({ jobId, answer: checked.value.refusal });
  const made = await makeInputs(deps, checked.value.ready, checked.value.common, backupId ?? null);
  if (!made.ok) return made;
  if ('valid' in made.value) return ok({ jobId, answer: made.value });
  await deps.store.db
    .updateTable('jobs')
    .set({ served: JSON.stringify(made.value.served) })
    .where('job_id', '=', jobId)
    .where('used_at', 'is', null)
    .execute();
  return ok({ jobId, answer: made.value.answer });
}
