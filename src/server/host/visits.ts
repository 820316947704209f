import {
  type Decision,
  DecisionSchema,
  type RecordImage,
  type TokenReport,
  TokenReportSchema,
  type VisitAnswer,
  type VisitRequest,
} from '../../shared/contract/host.ts';
import { ok } from '../../shared/contract/result.ts';
import { digestOf } from '../../shared/image/envelope.ts';
import type { HostDeps } from './deps.ts';
import type { Facts, HostFacts } from './facts.ts';
import { catchUp } from './found/pass-on.ts';
import { tokenPresented } from './found/presented.ts';
import { gatherFacts } from './gather.ts';
import { lockToken } from './lock.ts';
import { type Made, makeDecision } from './make-decision.ts';
import { imageRefusal, type Outcome, refuse } from './refusal.ts';
import { admit } from './rules.ts';
import { settleUnheard } from './unheard.ts';
import { claimVisit, hashOf, referenceOf, tokenOfVisit, visitRow } from './visit-rows.ts';

type AnswerColumn = 'answer' | 'image_answer';

/** Stores the decision unless there is one by now, and returns the one that holds: the same for everyone who asks. */
async function settle(
  deps: HostDeps,
  key: { readonly tokenId: string; readonly visitId: string },
  column: AnswerColumn,
  { decision, hostRequest, note }: Made,
): Promise<Decision> {
  return await deps.store.transact(async (trx) => {
    await lockToken(trx, key.tokenId);
    await trx
      .updateTable('visits')
      .set({ [column]: JSON.stringify(decision), host_request: hostRequest, note })
      .where('token_id', '=', key.tokenId)
      .where('visit_id', '=', key.visitId)
      .where(column, 'is', null)
      .execute();
    const row = await visitRow(trx, key.tokenId, key.visitId);
    return DecisionSchema.parse(JSON.parse(row?.[column] ?? 'null'));
  });
}

const refusal = (visitId: string, reason: Extract<Decision, { decision: 'refuse' }>['reason']): Made => ({
  decision: { decision: 'refuse', reason, reference: referenceOf(visitId) },
  hostRequest: null,
  note: null,
});

/** For staff: what the token's log held before it went round is not in the ledger by way of the token. */
function lostNote({ logLost }: TokenReport): string | null {
  if (logLost === 0) return null;
  const what =
    logLost === 1
      ? '1 log record was overwritten before it was read'
      : `${logLost} log records were overwritten before they were read`;
  return `${what}; ask terminals to post theirs`;
}

type Begun = { readonly decision: Decision } | { readonly facts: HostFacts };

/** Claims the visit for its kiosk: from here on every other kiosk finds the token open elsewhere. */
async function begin(deps: HostDeps, request: VisitRequest): Promise<Outcome<Begun>> {
  const { visitId, kiosk, token: report } = request;
  // The instant is left out: a kiosk that sends the visit again may stamp it anew.
  const hash = hashOf([kiosk, report]);
  return await deps.store.transact(async (trx) => {
    const row = await lockToken(trx, report.tokenId);
    const facts = await gatherFacts(deps, trx, row, { kiosk, report });
    const claimed = await claimVisit(trx, { visitId, tokenId: report.tokenId, kiosk }, deps.now());
    if (!claimed.ok) return claimed;
    const visit = claimed.value;
    if (visit.request_hash !== null && visit.request_hash !== hash)
      return refuse(
        'conflict',
        'visit-conflict',
        `Visit ${visitId} was opened with another request. Use a new id for each visit.`,
      );
    if (visit.answer !== null) return ok({ decision: DecisionSchema.parse(JSON.parse(visit.answer)) });
    const refused = admit(facts);
    const made = refused?.decision === 'refuse' ? refusal(visitId, refused.reason) : undefined;
    await trx
      .updateTable('visits')
      .set({
        request_hash: hash,
        report: JSON.stringify(report),
        answer: made === undefined ? null : JSON.stringify(made.decision),
        note: lostNote(report),
      })
      .where('token_id', '=', report.tokenId)
      .where('visit_id', '=', visitId)
      .execute();
    return ok(made === undefined ? { facts } : { decision: made.decision });
  });
}

/** Asks the image server what it knows, decides, and has the image composed where one is due. */
async function conclude(
  deps: HostDeps,
  visitId: string,
  host: HostFacts,
  sentImage: Facts['sentImage'],
): Promise<Outcome<Made>> {
  const { report } = host;
  const images = await deps.images.state({
    tokenId: report.tokenId,
    generation: report.generation,
    image: report.image,
    log: report.log,
  });
  if (!images.ok) return imageRefusal(images.failure);
  const made = await makeDecision(deps, visitId, { ...host, images: images.value, sentImage });
  if (!made.ok) return made;
  const notes = [made.value.note, lostNote(report)].filter((note) => note !== null);
  return ok({ ...made.value, note: notes.length === 0 ? null : notes.join('; ') });
}

/** `POST /v1/visits`: what is to happen with the token. The same id gets the same answer, whatever happened since. */
export async function openVisit(deps: HostDeps, request: VisitRequest): Promise<Outcome<VisitAnswer>> {
  const { visitId, kiosk, token: report } = request;
  const { tokenId } = report;
  await settleUnheard(deps, report);
  const caughtUp = await catchUp(deps, tokenId);
  if (!caughtUp.ok) return caughtUp;
  const begun = await begin(deps, request);
  if (!begun.ok) return begun;
  const presented = await tokenPresented(deps, kiosk, visitId, report);
  if (!presented.ok) return presented;
  if ('decision' in begun.value) return ok({ visitId, decision: begun.value.decision });
  const made = await conclude(deps, visitId, begun.value.facts, 'none');
  if (!made.ok) return made;
  return ok({ visitId, decision: await settle(deps, { tokenId, visitId }, 'answer', made.value) });
}

interface Asked {
  readonly report: TokenReport;
  readonly facts: HostFacts;
  readonly kiosk: string;
}

async function resume(deps: HostDeps, kiosk: string, visitId: string): Promise<Outcome<Asked | Decision>> {
  return await deps.store.transact(async (trx) => {
    const tokenId = await tokenOfVisit(trx, visitId);
    const locked = tokenId === undefined ? undefined : await lockToken(trx, tokenId);
    const visit = tokenId === undefined ? undefined : await visitRow(trx, tokenId, visitId);
    if (visit === undefined || visit.report === null || visit.kiosk !== kiosk)
      return refuse('not-found', 'visit-unknown', `This kiosk has opened no visit ${visitId}.`);
    if (visit.image_answer !== null) return ok(DecisionSchema.parse(JSON.parse(visit.image_answer)));
    const answer = visit.answer === null ? undefined : DecisionSchema.parse(JSON.parse(visit.answer));
    if (answer?.decision !== 'record')
      return refuse('conflict', 'image-not-asked', 'The host did not ask for the image in this visit.');
    const report = TokenReportSchema.parse(JSON.parse(visit.report));
    return ok({ report, kiosk, facts: await gatherFacts(deps, trx, locked, { kiosk, report }) });
  });
}

/** `POST /v1/visits/:id/image`: keeps the image that the token carries, if it is trusted, and decides again. */
export async function recordImage(
  deps: HostDeps,
  kiosk: string,
  visitId: string,
  { image }: RecordImage,
): Promise<Outcome<VisitAnswer>> {
  const asked = await resume(deps, kiosk, visitId);
  if (!asked.ok) return asked;
  if ('decision' in asked.value) return ok({ visitId, decision: asked.value });
  const { report, facts } = asked.value;
  const isReported = digestOf(new Uint8Array(Buffer.from(image, 'base64'))) === report.image?.digest;
  const recorded = isReported
    ? await deps.images.record({ tokenId: report.tokenId, image, recordedBy: kiosk, verified: true })
    : undefined;
  if (recorded?.ok === false && !recorded.failure.code.startsWith('image-'))
    return imageRefusal(recorded.failure);
  const made = await conclude(deps, visitId, facts, recorded?.ok === true ? 'trusted' : 'untrusted');
  if (!made.ok) return made;
  const key = { tokenId: report.tokenId, visitId };
  return ok({ visitId, decision: await settle(deps, key, 'image_answer', made.value) });
}
