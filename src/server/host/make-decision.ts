import type { Decision, UpdateReason } from '../../shared/contract/host.ts';
import { ok } from '../../shared/contract/result.ts';
import type { RequestReason } from '../../shared/token/ef-commit.ts';
import type { HostDeps } from './deps.ts';
import type { Facts } from './facts.ts';
import { imageRefusal, type Outcome } from './refusal.ts';
import { decide } from './rules.ts';
import { referenceOf } from './visit-rows.ts';

/** A decision with what the host remembers beside it. */
export interface Made {
  readonly decision: Decision;
  readonly hostRequest: string | null;
  readonly note: string | null;
}

/**
 * Which request the update serves, as the kiosk is told. The token's own indicator goes first, because its id is
 * what the kiosk compares before it clears it; the host's pending request is then served by the same update.
 */
function servedRequest({ report, pending }: Facts): {
  readonly requestId: string | null;
  readonly requestReason: RequestReason;
} {
  const { indicator } = report;
  if (indicator.state !== 'clear') return { requestId: indicator.requestId, requestReason: indicator.reason };
  return { requestId: pending?.requestId ?? null, requestReason: pending?.reason ?? 'none' };
}

async function makeUpdate(
  deps: HostDeps,
  visitId: string,
  facts: Facts,
  reason: UpdateReason,
): Promise<Outcome<Made>> {
  const { report, pending, interrupted } = facts;
  if (interrupted !== null && interrupted.reason === reason)
    return ok({ decision: interrupted, hostRequest: null, note: null });
  const served = servedRequest(facts);
  const composed = await deps.images.compose({
    tokenId: report.tokenId,
    generation: report.generation,
    slotSize: report.slotSize,
    afterSequence: report.image?.sequence ?? 0,
    requestId: served.requestId,
    criteria: pending?.criteria ?? {},
    currentDigest: report.image?.digest ?? null,
    inactiveDigest: report.inactiveDigest,
  });
  if (!composed.ok) {
    const { code, detail } = composed.failure;
    if (code !== 'action-not-possible' && !code.startsWith('image-')) return imageRefusal(composed.failure);
    // For the customer there is no image to be had; staff find out why under the reference.
    return ok({
      decision: { decision: 'refuse', reason: 'no-backup', reference: referenceOf(visitId) },
      hostRequest: null,
      note: `${code}: ${detail}`,
    });
  }
  const decision: Decision = {
    decision: 'update',
    reason,
    ...served,
    ...composed.value,
    // The log was posted before the image was composed, so the image includes all of it.
    logIncluded: report.logSequence,
  };
  return ok({ decision, hostRequest: pending?.requestId ?? null, note: null });
}

/** Applies the rules and carries out what they say. */
export async function makeDecision(deps: HostDeps, visitId: string, facts: Facts): Promise<Outcome<Made>> {
  const verdict = decide(facts);
  const plain = (decision: Decision) => ok({ decision, hostRequest: null, note: null });
  switch (verdict.decision) {
    case 'current':
      return plain({ decision: 'current', reason: 'current' });
    case 'record':
      return plain({ decision: 'record', reason: 'token-ahead' });
    case 'refuse':
      return plain({ ...verdict, reference: referenceOf(visitId) });
    case 'update':
      return await makeUpdate(deps, visitId, facts, verdict.reason);
  }
}
