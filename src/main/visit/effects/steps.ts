import type { Decision, UpdateDecision } from '../../../shared/contract/host.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import { describeChange, viewCell } from '../../../shared/image/change.ts';
import { openImage } from '../../../shared/image/envelope.ts';
import type { Completion } from '../../../shared/visit/event.ts';
import type { Known, OpenIntent, Presentation } from '../../../shared/visit/state.ts';
import { readToken } from '../../card/read.ts';
import { readImage } from '../../card/read-image.ts';
import { checkWritable } from '../../card/write.ts';
import { acceptUpdate, changeFromCache, currentImage, fromBase64 } from '../images.ts';
import type { OpenToken, Presentations } from '../presentations.ts';
import type { Services } from '../services.ts';

type Answer<T extends Completion['type']> = Omit<Extract<Completion, { type: T }>, 'epoch' | 'visitId'>;

function intentOf(services: Services, tokenId: string): Result<OpenIntent | null> {
  const open = services.journal.openIntentOf(tokenId);
  if (!open.ok) return open;
  const intent = open.value;
  if (intent === null) return ok(null);
  const failures = services.journal.tokenFailures(intent.visitId);
  if (!failures.ok) return failures;
  const { visitId, beforeDigest, afterDigest, decision, openedAt, image } = intent;
  const change = changeFromCache(services, tokenId, beforeDigest, image);
  const imageBytes = image.length;
  return ok({
    intentId: intent.id,
    visitId,
    tokenId,
    beforeDigest,
    afterDigest,
    reason: decision.reason,
    // Its age by the clock that can be set, as an instant of the one that cannot.
    openedAt: services.steady() - (services.now() - openedAt),
    failures: failures.value,
    imageBytes,
    change,
  });
}

/** Powers and reads the token and looks whether a write of it was left open. */
export async function read(
  services: Services,
  tokens: Presentations,
  on: Presentation,
): Promise<Result<Answer<'token-read'>>> {
  const session = await tokens.connect(on);
  if (!session.ok) return session;
  const reading = await readToken(session.value);
  if (!reading.ok) return reading;
  tokens.remember(on, reading.value);
  const { report } = reading.value;
  const intent = intentOf(services, report.tokenId);
  return intent.ok ? ok({ type: 'token-read', report, intent: intent.value }) : intent;
}

function decided(services: Services, { visitId }: Known, decision: Decision): Result<Answer<'decided'>> {
  const update = decision.decision === 'update' ? decision : null;
  services.log('decided', {
    visitId,
    decision: decision.decision,
    reason: decision.reason,
    requestId: update?.requestId ?? null,
    sequence: update?.sequence ?? null,
    backup: update?.chosen.why ?? null,
  });
  return ok({ type: 'decided', decision });
}

/** Asks the host what is to be done. */
export async function openVisit(services: Services, on: Known): Promise<Result<Answer<'decided'>>> {
  const logged = services.journal.logVisitStarted(on.visitId, on.report.tokenId);
  if (!logged.ok) return logged;
  const answer = await services.host.openVisit({
    visitId: on.visitId,
    kiosk: services.kiosk.id,
    at: new Date(services.now()).toISOString(),
    token: on.report,
  });
  return answer.ok ? decided(services, on, answer.value) : answer;
}

/** Sends the image that the token carries, which the host does not know yet. */
export async function record(
  services: Services,
  token: OpenToken,
  on: Known,
): Promise<Result<Answer<'decided'>>> {
  const image = await readImage(token.session, token.reading);
  if (!image.ok) return image;
  const answer = await services.host.sendImage(on.visitId, image.value);
  return answer.ok ? decided(services, on, answer.value) : answer;
}

/** Checks the token and the image that is to be written to it, before anybody is asked whether they want it. */
export async function prepare(
  services: Services,
  token: OpenToken,
  decision: UpdateDecision,
): Promise<Result<Answer<'prepared'>>> {
  const { report } = token.reading;
  const writable = checkWritable(token.reading);
  if (!writable.ok) return writable;
  const accepted = acceptUpdate(services, report, fromBase64(decision.image), decision);
  if (!accepted.ok) return accepted;
  const before = await currentImage(services, token, decision.currentImage);
  return ok({ type: 'prepared', change: describeChange(before, accepted.value.image) });
}

/** Reads what is on the token, for its holder's eyes. Needs no host. */
export async function showContent(
  services: Services,
  token: OpenToken,
): Promise<Result<Answer<'content-read'>>> {
  if (token.reading.report.image === null) return ok({ type: 'content-read', content: [] });
  const image = await readImage(token.session, token.reading);
  if (!image.ok) return image;
  const opened = openImage(image.value, services.keys);
  if (!opened.ok) return fail(opened.failure);
  const content = opened.value.image.cells.map((cell) => ({
    programme: cell.programme,
    view: viewCell(cell),
  }));
  return ok({ type: 'content-read', content });
}
