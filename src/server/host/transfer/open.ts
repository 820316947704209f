import { randomBytes } from 'node:crypto';
import { ok } from '../../../shared/contract/result.ts';
import type { TransferAnswer, TransferRefusal, TransferRequest } from '../../../shared/contract/transfer.ts';
import { toInstant } from '../../images/rows.ts';
import type { Trx } from '../../store/store.ts';
import type { HostDeps } from '../deps.ts';
import { catchUp } from '../found/pass-on.ts';
import { tokenPresented } from '../found/presented.ts';
import { lockToken } from '../lock.ts';
import { type Outcome, refuse } from '../refusal.ts';
import { settleUnheard } from '../unheard.ts';
import { claimVisit, hashOf } from '../visit-rows.ts';
import { lookAtContent } from './content.ts';
import type { TransferFacts } from './facts.ts';
import { gatherDevice } from './gather.ts';
import {
  answerOf,
  claimPlace,
  type JobRow,
  refused,
  type TransferRow,
  transferRow,
  visitAnswer,
} from './rows.ts';
import { admitDevice, judgeDevice } from './rules.ts';

const tokenOf = ({ device }: TransferRequest): string =>
  device.presence === 'present' ? device.token.tokenId : device.tokenId;

/** The same question, whenever it was asked. */
const questionHash = ({ at: _, ...question }: TransferRequest): string => hashOf(['transfer', question]);

export interface Asked {
  readonly facts: TransferFacts;
  readonly row: TransferRow;
  readonly job: JobRow;
}
type Begun = { readonly answer: TransferAnswer } | Asked;

/** Stores what the first rules say; from here on every other kiosk and job finds the token open elsewhere. */
async function enter(
  deps: HostDeps,
  trx: Trx,
  request: TransferRequest,
  { facts, job }: Omit<Asked, 'row'>,
  isOver: boolean,
): Promise<Begun> {
  const { transferId, jobId, role, kiosk } = request;
  const tokenId = tokenOf(request);
  const reason = admitDevice(facts);
  const answer = reason === undefined ? undefined : refused(transferId, reason, facts.quotaLeft);
  const now = deps.now();
  const row = await trx
    .insertInto('transfers')
    .values({
      token_id: tokenId,
      transfer_id: transferId,
      job_id: jobId,
      kind: request.job,
      device_role: role,
      kiosk,
      request_hash: questionHash(request),
      asked_at: now,
      report: facts.report === null ? null : JSON.stringify(facts.report),
      nonce: reason === undefined ? randomBytes(16).toString('hex') : null,
      holds_until: now + deps.transferMs,
      // The kiosk has told the end of it before its beginning arrived: it keeps nobody from the token.
      ended_as: isOver ? 'given-up' : null,
      answer: answer === undefined ? null : JSON.stringify(answer),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('visits')
    .set({ request_hash: row.request_hash, answer: visitAnswer(request.job, role, reason) })
    .where('token_id', '=', tokenId)
    .where('visit_id', '=', transferId)
    .execute();
  return answer === undefined ? { facts, row, job } : { answer };
}

async function begin(deps: HostDeps, request: TransferRequest): Promise<Outcome<Begun>> {
  const { transferId, jobId, job: kind, role, kiosk, device } = request;
  const tokenId = tokenOf(request);
  return await deps.store.transact(async (trx) => {
    const locked = await lockToken(trx, tokenId);
    const visit = await claimVisit(trx, { visitId: transferId, tokenId, kiosk }, deps.now());
    if (!visit.ok) return visit;
    const before = await transferRow(trx, tokenId, transferId);
    const hash = before?.request_hash ?? visit.value.request_hash;
    if (hash !== null && hash !== questionHash(request))
      return refuse(
        'conflict',
        'transfer-conflict',
        `${transferId} was asked about with another question. Use a new id for each device.`,
      );
    const answered = before === undefined ? undefined : answerOf(before);
    if (answered !== undefined) return ok({ answer: answered });
    const claimed = await claimPlace(trx, { jobId, kind, kiosk, role, tokenId, transferId }, deps.now());
    if (!claimed.ok) return claimed;
    const job = claimed.value;
    const report = device.presence === 'present' ? device.token : null;
    const facts = await gatherDevice(deps, trx, locked, { job, kind, role, report });
    if (before !== undefined) return ok({ facts, row: before, job });
    return ok(await enter(deps, trx, request, { facts, job }, visit.value.outcome !== null));
  });
}

/** The answer that holds: the first that was found, the same for everyone who asks. */
export async function settleTransfer(
  deps: HostDeps,
  row: TransferRow,
  column: 'answer' | 'image_answer',
  answer: TransferAnswer,
): Promise<TransferAnswer> {
  const { token_id: tokenId, transfer_id: transferId, kind, device_role: role } = row;
  return await deps.store.transact(async (trx) => {
    await lockToken(trx, tokenId);
    const stored = await trx
      .updateTable('transfers')
      .set({ [column]: JSON.stringify(answer), ...(answer.valid ? {} : { nonce: null }) })
      .where('token_id', '=', tokenId)
      .where('transfer_id', '=', transferId)
      .where(column, 'is', null)
      .returning('transfer_id')
      .executeTakeFirst();
    const reason: TransferRefusal | undefined = answer.valid ? undefined : answer.reason;
    if (stored !== undefined && reason !== undefined)
      await trx
        .updateTable('visits')
        .set({ [column]: visitAnswer(kind as 'merge', role as 'first', reason) })
        .where('token_id', '=', tokenId)
        .where('visit_id', '=', transferId)
        .execute();
    const now = await transferRow(trx, tokenId, transferId);
    return (now === undefined ? undefined : answerOf(now)) ?? answer;
  });
}

async function holderOf(deps: HostDeps, accountRef: string | undefined): Promise<string> {
  const row = await deps.store.db
    .selectFrom('accounts')
    .select('holder')
    .where('account_ref', '=', accountRef ?? '')
    .executeTakeFirst();
  return row?.holder ?? '';
}

/** The answer about a device that the first rules let pass, by what it carries. */
export async function concludeTransfer(
  deps: HostDeps,
  { facts, row, job }: Asked,
  sentImage: 'none' | 'trusted' | 'untrusted',
): Promise<Outcome<TransferAnswer>> {
  const { first_token: tokenId, first_transfer: transferId } = job;
  const first =
    facts.role === 'first' || tokenId === null || transferId === null
      ? undefined
      : await deps.store.transact((trx) => transferRow(trx, tokenId, transferId));
  const looked = await lookAtContent(deps, facts, sentImage, first);
  if (!looked.ok) return looked;
  const reason = judgeDevice(looked.value.facts);
  const { quotaLeft } = facts;
  if (reason !== undefined) return ok(refused(row.transfer_id, reason, quotaLeft));
  if (row.nonce === null) throw new Error(`The transfer ${row.transfer_id} is valid and has no nonce.`);
  return ok({
    valid: true,
    quotaLeft,
    until: toInstant(row.holds_until),
    nonce: row.nonce,
    sendImage: looked.value.sendImage,
    holder: await holderOf(deps, facts.token?.accountRef),
  });
}

/** `POST /v1/transfers`: whether the device is valid for the job. The same question gets the same answer for ever. */
export async function openTransfer(
  deps: HostDeps,
  request: TransferRequest,
): Promise<Outcome<{ transferId: string; answer: TransferAnswer }>> {
  const { transferId, kiosk, device } = request;
  if (device.presence === 'absent' && (request.job !== 'replace' || request.role !== 'first'))
    return refuse(
      'not-possible',
      'device-absent',
      'Only the first device of a replacement may be absent. Present this one.',
    );
  if (device.presence === 'present') await settleUnheard(deps, device.token);
  const caughtUp = await catchUp(deps, tokenOf(request));
  if (!caughtUp.ok) return caughtUp;
  const begun = await begin(deps, request);
  if (!begun.ok) return begun;
  if (device.presence === 'present') {
    const presented = await tokenPresented(deps, kiosk, transferId, device.token);
    if (!presented.ok) return presented;
  }
  if ('answer' in begun.value) return ok({ transferId, answer: begun.value.answer });
  const concluded = await concludeTransfer(deps, begun.value, 'none');
  if (!concluded.ok) return concluded;
  return ok({
    transferId,
    answer: await settleTransfer(deps, begun.value.row, 'answer', concluded.value),
  });
}
