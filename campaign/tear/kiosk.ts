import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { readToken } from '../../src/main/card/read.ts';
import type { Journal } from '../../src/main/journal/journal.ts';
import { openJournal } from '../../src/main/journal/open.ts';
import type { OutboxEntry } from '../../src/main/journal/outbox.ts';
import { inProcessReader } from '../../src/main/reader/in-process.ts';
import type { TokenSession } from '../../src/main/reader/port.ts';
import { createHostClient } from '../../src/main/sync/host-client.ts';
import { concludeIntent } from '../../src/main/visit/effects/conclude.ts';
import { resume, settle, write } from '../../src/main/visit/effects/write.ts';
import type { OpenToken } from '../../src/main/visit/presentations.ts';
import type { Services } from '../../src/main/visit/services.ts';
import { failure } from '../../src/shared/contract/failure.ts';
import type { TokenReport, UpdateDecision } from '../../src/shared/contract/host.ts';
import { fail, ok, type Result } from '../../src/shared/contract/result.ts';
import { must } from '../../src/shared/testing/results.ts';
import type { Effect } from '../../src/shared/visit/effect.ts';
import { reduce } from '../../src/shared/visit/reduce.ts';
import { initialKiosk, type Kiosk, type Known, type OpenIntent } from '../../src/shared/visit/state.ts';
import { KEYS, type Scenario } from './scenario.ts';

/** A host that is away for good: no effect that is used here asks it. */
const NOBODY = createHostClient({
  baseUrl: 'http://127.0.0.1:9',
  kiosk: 'campaign',
  credential: () => 'none',
  timeouts: { connectMs: 500, totalMs: 500 },
});

/** The token's own indicator goes first, as at the host: its id is what the kiosk compares before it clears it. */
const serving = (decision: UpdateDecision, { indicator }: TokenReport): UpdateDecision =>
  indicator.state === 'clear' ? decision : { ...decision, requestId: indicator.requestId };

const READER = 'Reader of the campaign';

/** The clock of the branch, in milliseconds since 1970; it may jump. */
export interface Clock {
  now: number;
}

/** What a presentation came to: bytes sent to the token, `null` when the host said that it is current. */
export type Ending = { readonly bytesWritten: number | null };

/**
 * A kiosk without window, reader service and host: the token is read, the reducer judges what that and the
 * journal mean together, and the visit's own effects write, resume and settle. The host's part is the
 * scenario's: the image is written unless the token carries it; at times it is away from a write that it is asked about.
 */
export class CampaignKiosk {
  readonly #file: string;
  readonly #clock: Clock;
  #journal: Journal;
  #epoch = 0;

  constructor(folder: string, name: string, clock: Clock) {
    this.#file = path.join(folder, name, 'journal.db');
    this.#clock = clock;
    this.#journal = this.#open();
  }

  /** The process ends and begins again. */
  restart(): void {
    this.#journal.close();
    this.#journal = this.#open();
  }

  close(): void {
    this.#journal.close();
  }

  hasOpenIntent(tokenId: string): boolean {
    return must(this.#journal.openIntentOf(tokenId)) !== null;
  }

  /** The outcomes that the host would be told now, in their order. They count as told. */
  takeOutcomes(): readonly OutboxEntry[] {
    const taken: OutboxEntry[] = [];
    for (;;) {
      const due = must(this.#journal.due(this.#clock.now + 1, 100));
      if (due.length === 0) return taken;
      for (const { id } of due) must(this.#journal.markDelivered(id));
      taken.push(...due);
    }
  }

  async present(session: TokenSession, { decision }: Scenario): Promise<Result<Ending>> {
    const reading = await readToken(session);
    if (!reading.ok) return reading;
    const { report } = reading.value;
    const services = this.#services();
    const open: OpenToken = { session, reading: reading.value };
    const judged = this.#judge(report);
    const effects = [...judged.effects];
    for (let effect = effects.shift(); effect !== undefined; effect = effects.shift()) {
      switch (effect.type) {
        case 'settle':
          return settle(services, open, effect.intent, () => {});
        case 'resume':
          return resume(services, open, effect.intent, () => {});
        case 'roll-back': {
          const { intentId: id, visitId, tokenId } = effect.intent;
          const closed = concludeIntent(services, { id, visitId, tokenId }, 'interrupted', null);
          if (!closed.ok) return closed;
          break;
        }
        case 'open-visit': {
          const wanted = report.image?.digest === decision.digest ? null : serving(decision, report);
          effects.push(...this.#answer(judged.kiosk, effect.on, wanted));
          break;
        }
        case 'prepare':
          return write(services, open, effect.on, effect.decision, () => {});
        // The visit's end, where nothing is to be written, and an unanswered one's, which is finished all the same.
        case 'conclude':
          if (effect.outcome === 'current') return ok({ bytesWritten: null });
          break;
        default:
          return fail(failure('internal-error', `the reducer asks for ${effect.type}`));
      }
    }
    return fail(failure('internal-error', 'the reducer asks for nothing'));
  }

  /** The host's answer; of every other write that was begun long ago the kiosk asks in vain. */
  #answer(kiosk: Kiosk, on: Known, wanted: UpdateDecision | null): readonly Effect[] {
    const { visit } = kiosk;
    const { visitId, epoch } = on;
    const stale = visit.name === 'deciding' ? visit.stale : null;
    const isAway = stale !== null && stale.reason !== 'replace' && /^[0-7]/.test(stale.afterDigest);
    const about = { epoch, visitId, at: this.#clock.now };
    return reduce(
      kiosk,
      isAway
        ? { ...about, type: 'step-failed', step: 'open-visit', failure: failure('host-unreachable') }
        : { ...about, type: 'decided', decision: wanted ?? { decision: 'current', reason: 'current' } },
    ).effects;
  }

  /** What is to be done with a token that says this of itself. */
  #judge(report: TokenReport) {
    const at = this.#clock.now;
    const visitId = randomUUID();
    const epoch = ++this.#epoch;
    let { kiosk } = reduce(initialKiosk(at), { type: 'reader-attached', reader: READER, at });
    ({ kiosk } = reduce(kiosk, { type: 'token-present', reader: READER, epoch, visitId, at }));
    const intent = this.#openIntent(report.tokenId);
    return reduce(kiosk, { type: 'token-read', epoch, visitId, at, report, intent });
  }

  #openIntent(tokenId: string): OpenIntent | null {
    const intent = must(this.#journal.openIntentOf(tokenId));
    if (intent === null) return null;
    const { id: intentId, image, visitId, beforeDigest, afterDigest, decision, openedAt } = intent;
    const change = { rows: [], beforeKnown: false };
    const imageBytes = image.length;
    return {
      intentId,
      visitId,
      tokenId,
      beforeDigest,
      afterDigest,
      reason: decision.reason,
      imageBytes,
      openedAt,
      change,
      failures: 0,
    };
  }

  #open(): Journal {
    return must(openJournal({ path: this.#file, now: () => this.#clock.now })).journal;
  }

  #services(): Services {
    const nothing = () => () => {};
    return {
      reader: inProcessReader([READER]),
      host: NOBODY,
      pump: { kick: () => {}, onConfirmed: nothing, onReachability: nothing },
      journal: this.#journal,
      keys: KEYS,
      kiosk: {
        id: 'campaign',
        branch: 'Campaign',
        mode: 'self-service',
        demonstration: false,
        staffSignIn: false,
      },
      now: () => this.#clock.now,
      steady: () => this.#clock.now,
      newId: randomUUID,
      log: () => {},
    };
  }
}
