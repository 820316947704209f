import { EventEmitter } from 'node:events';
import type { Failure } from '../../shared/contract/failure.ts';
import { MOST_REVISIONS, type Outcome } from '../../shared/contract/host.ts';
import { ok, type Result } from '../../shared/contract/result.ts';
import type { Outbox, OutboxEntry } from '../journal/outbox.ts';
import { type Backoff, backoffMs, createRelapses, pause } from './backoff.ts';
import type { HostClient } from './host-client.ts';
import { isNoSuchCall } from './host-failure.ts';
import { createReachability, reachedBy } from './reachability.ts';

export interface PumpOptions {
  readonly outbox: Outbox;
  readonly client: HostClient;
  /** The name that the credential belongs to. */
  readonly kiosk: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Between failed attempts, and between health probes while the host is away. */
  readonly backoff?: Backoff;
}

export interface Confirmed {
  readonly visitId: string;
  readonly revision: number;
  readonly outcome: Outcome;
  /** Whether the token is in use: another one may have taken its place before the host was told. */
  readonly inUse: boolean;
}

export interface OutboxPump {
  /** Begins to send, and to probe the host until it is reached. */
  start(): void;
  /** Looks at the outbox now: call it after an outcome was queued. */
  kick(): void;
  /** What was known of the host is old: asks it for its health now, and sends what waits. */
  recheck(): void;
  /** Sends what waits until all is sent that could be, the host is not reached, or `limitMs` are over. */
  drain(limitMs: number): Promise<void>;
  /** Gives a call under way up and resolves when nothing runs any more. It cannot be started again. */
  stop(): Promise<void>;
  /** The host acknowledged an outcome. Told at least once for each. */
  onConfirmed(listener: (confirmed: Confirmed) => void): () => void;
  /** An entry was refused for good (`entry`), or the journal failed (`null`). For staff and logs. */
  onTrouble(listener: (why: Failure, entry: OutboxEntry | null) => void): () => void;
  /** Whether the host is reached: by every call of `client` and, while it is not, by health probes. */
  onReachability(listener: (online: boolean) => void): () => void;
  /** `null` until it is known. */
  online(): boolean | null;
}

export const DEFAULT_BACKOFF: Backoff = { firstMs: 1_000, longestMs: 30_000 };
/** The host's word for a revision under which it was told something else: by a journal whose end was lost since. */
const REVISION_TAKEN = 'outcome-conflict';
const BATCH = 20;
/** A queue that is empty is looked at this often all the same: a kick can be lost, time cannot. */
const IDLE_MS = 60_000;

type Events = {
  confirmed: [Confirmed];
  trouble: [Failure, OutboxEntry | null];
  /** A look at host and outbox is over. */
  round: [];
};

/** Sends the journal's outcomes to the host, in order, until each is acknowledged or refused for good. */
export function createOutboxPump(options: PumpOptions): OutboxPump {
  const { outbox, client, kiosk, now, random, backoff = DEFAULT_BACKOFF } = options;
  const events = new EventEmitter<Events>();
  const reachability = createReachability();
  const stopping = new AbortController();
  let waking = new AbortController();
  let running: Promise<void> | undefined;
  let failures = 0;
  /** Whether the host is asked for its health before the next entry is sent. */
  let doubtful = true;
  let pausing = false;
  const relapses = createRelapses(backoff, random);

  const kick = () => waking.abort();
  const unsubscribe = client.onCall((call, failed) => {
    const before = reachability.online();
    if (before === false && reachedBy(call, failed) === true && relapses.pauseMs() > 0) return;
    reachability.observe(call, failed);
    const after = reachability.online();
    if (after === before) return;
    doubtful = after === false;
    if (doubtful) relapses.lost();
    // Somebody else's call found the host back, or gone: send what waits, or begin to probe.
    if (pausing) kick();
  });

  const backOff = (): number => {
    failures += 1;
    return backoffMs(backoff, failures, random());
  };

  /** The value is what the host confirms; `null` of a backup. */
  const send = async ({ visitId, revision, body }: OutboxEntry): Promise<Result<Confirmed | null>> => {
    const options = { signal: stopping.signal };
    if (!('outcome' in body)) {
      const kept = await client.sendBackup(visitId, body, options);
      return kept.ok ? ok(null) : kept;
    }
    const told = await client.sendOutcome(visitId, body, options);
    return told.ok ? ok({ visitId, revision, outcome: body.outcome, ...told.value }) : told;
  };

  /** Sends one entry. The value says whether the next one may go: the host took this one, or refused it alone. */
  async function deliver(entry: OutboxEntry): Promise<Result<boolean>> {
    const sent = await send(entry);
    if (stopping.signal.aborted) return ok(false);
    if (sent.ok) {
      const marked = outbox.markDelivered(entry.id);
      // A fact even if it could not be noted; then it is sent, acknowledged and told again.
      if (sent.value !== null) events.emit('confirmed', sent.value);
      return marked.ok ? ok(true) : marked;
    }
    if (sent.failure.problem === REVISION_TAKEN && entry.revision < MOST_REVISIONS) {
      const renumbered = outbox.renumber(entry.id);
      return renumbered.ok ? ok(true) : renumbered;
    }
    if (sent.failure.code === 'host-request-refused') {
      const marked = outbox.markRejected(entry.id, sent.failure);
      if (!marked.ok) return marked;
      events.emit('trouble', sent.failure, entry);
      return ok(true);
    }
    // From before the kiosk was given another name: the others go on, and it may have the old one again.
    const isMisnamed = sent.failure.code === 'host-credentials-refused' && entry.body.kiosk !== kiosk;
    if (isMisnamed && entry.attempts === 0) events.emit('trouble', sent.failure, entry);
    // These two hold for all entries: the pump's own pause is enough, and this one keeps its place, unless that lies
    // ahead because the clock was set back.
    const general =
      !isMisnamed && ['host-unreachable', 'host-credentials-refused'].includes(sent.failure.code);
    // One that the host took too long over lets the others go first, and is due again when the host is back.
    const attempts = sent.failure.code === 'host-timeout' ? 1 : entry.attempts + 1;
    const at = general
      ? Math.min(entry.nextAttemptAt, now())
      : now() + backoffMs(backoff, attempts, random());
    const marked = outbox.reschedule(entry.id, at, sent.failure);
    return marked.ok ? ok(isMisnamed || isNoSuchCall(sent.failure)) : marked;
  }

  async function sendDue(): Promise<Result<number>> {
    const due = outbox.due(now(), BATCH);
    if (!due.ok) return due;
    for (const entry of due.value) {
      const delivered = await deliver(entry);
      if (!delivered.ok) return delivered;
      if (!delivered.value) {
        doubtful = true;
        return ok(backOff());
      }
    }
    failures = 0;
    // More may be due by now: what did not fit, the next revision of a visit, or by a clock that was set meanwhile.
    if (due.value.length > 0) return ok(0);
    const next = outbox.nextDueAt();
    if (!next.ok) return next;
    return ok(next.value === null ? IDLE_MS : Math.min(IDLE_MS, Math.max(0, next.value - now())));
  }

  /** One look at host and outbox. Returns how long to wait before the next, in ms. */
  async function round(): Promise<number> {
    if (doubtful) {
      const pauseMs = relapses.pauseMs();
      if (pauseMs > 0) return pauseMs;
      const health = await client.health({ signal: stopping.signal });
      if (!health.ok && reachability.online() !== true) return backOff();
      doubtful = false;
    }
    const waited = await sendDue();
    if (waited.ok) return waited.value;
    events.emit('trouble', waited.failure, null);
    return backOff();
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      waking = new AbortController();
      const wait = await round();
      events.emit('round');
      pausing = true;
      await pause(wait, AbortSignal.any([stopping.signal, waking.signal]));
      pausing = false;
    }
  }

  const isDue = (): boolean => {
    const due = outbox.due(now(), 1);
    return due.ok && due.value.length > 0;
  };

  async function drain(limitMs: number): Promise<void> {
    let late = running === undefined || reachability.online() === false;
    const limit = pause(limitMs, stopping.signal).then(() => {
      late = true;
    });
    while (!late && isDue()) {
      kick();
      await Promise.race([limit, new Promise<void>((resolve) => events.once('round', resolve))]);
      if (failures > 0 || reachability.online() === false) return;
    }
  }

  return {
    start: () => {
      running ??= run();
    },
    kick,
    recheck: () => {
      doubtful = true;
      kick();
    },
    drain,
    stop: async () => {
      stopping.abort();
      await running;
      unsubscribe();
    },
    onConfirmed: (listener) => {
      events.on('confirmed', listener);
      return () => events.off('confirmed', listener);
    },
    onTrouble: (listener) => {
      events.on('trouble', listener);
      return () => events.off('trouble', listener);
    },
    onReachability: reachability.onReachability,
    online: reachability.online,
  };
}
