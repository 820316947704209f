import { failure } from '../../shared/contract/failure.ts';
import type { UserAction } from '../../shared/contract/ipc.ts';
import { fail, type Result } from '../../shared/contract/result.ts';
import type { Effect } from '../../shared/visit/effect.ts';
import type { Completion, Step, VisitEvent } from '../../shared/visit/event.ts';
import { present } from '../../shared/visit/present.ts';
import { reduce } from '../../shared/visit/reduce.ts';
import type { Snapshot } from '../../shared/visit/snapshot.ts';
import { initialKiosk, isWriting, type Kiosk, type Presentation } from '../../shared/visit/state.ts';
import type { ReaderEvent } from '../reader/port.ts';
import { conclude, concludeIntent } from './effects/conclude.ts';
import { openVisit, prepare, read, record, showContent } from './effects/steps.ts';
import { resume, settle, write } from './effects/write.ts';
import { type OpenToken, Presentations } from './presentations.ts';
import type { Services } from './services.ts';

const TICK_MS = 500;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Answer = DistributiveOmit<Completion, 'epoch' | 'visitId'>;
type WriteEffect = Extract<Effect, { type: 'write' | 'resume' | 'settle' }>;

/**
 * Carries out what the reducer asks for and tells it what came of it. Effects of one reader run one after
 * the other; everything that is known is in the reducer's state, so a screen can be drawn again at any time.
 */
export class VisitRunner {
  readonly #services: Services;
  readonly #tokens: Presentations;
  readonly #queues = new Map<string, Promise<void>>();
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  readonly #stops: (() => void)[] = [];
  #kiosk: Kiosk;
  #revision = 0;
  #shown = '';

  constructor(services: Services) {
    this.#services = services;
    this.#tokens = new Presentations(services.reader);
    this.#kiosk = initialKiosk(services.now());
  }

  /** Begins to look for readers and tokens, and to count time. */
  start(): void {
    const { reader, pump, now, newId } = this.#services;
    const timer = setInterval(() => this.#feed({ type: 'tick', at: now() }), TICK_MS);
    this.#stops.push(
      () => clearInterval(timer),
      reader.subscribe((event) => this.#onReader(event)),
      pump.onConfirmed((visitId) => this.#feed({ type: 'outcome-confirmed', visitId, at: now() })),
      pump.onReachability((online) =>
        this.#feed({ type: 'reachability', online, visitId: newId(), at: now() }),
      ),
    );
    reader.start();
  }

  /** Takes no more events, lets what is running end, and gives the tokens back. */
  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    await Promise.all(this.#queues.values());
    for (const bug of await this.#tokens.releaseAll()) this.#logBug(bug);
  }

  /** A person's touch. What the state does not offer is `action-not-possible` and changes nothing. */
  act(action: UserAction): Result<null> {
    const before = this.#kiosk;
    const effects = this.#feed({
      type: 'act',
      action,
      visitId: this.#services.newId(),
      at: this.#services.now(),
    });
    return this.#kiosk.visit === before.visit && effects === 0
      ? fail(failure('action-not-possible', `${action} on ${present(before).screen}`))
      : { ok: true, value: null };
  }

  /** Whether bytes may be on their way to a token. */
  isWriting(): boolean {
    return isWriting(this.#kiosk.visit);
  }

  snapshot(): Snapshot {
    const { id, branch, mode, demonstration } = this.#services.kiosk;
    const { now, online } = this.#kiosk;
    const screen = present(this.#kiosk);
    return { revision: this.#revision, now, screen, online, branch, kiosk: id, mode, demonstration };
  }

  /** Told of every snapshot that differs from the one before. Returns the way to stop. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #onReader(event: ReaderEvent): void {
    const at = this.#services.now();
    const { log, newId } = this.#services;
    switch (event.type) {
      case 'service':
        log('reader-service', { state: event.state });
        this.#feed(
          event.state === 'up'
            ? { type: 'service-up', at }
            : { type: 'service-down', failure: event.failure, at },
        );
        break;
      case 'token-present': {
        const { reader, presentation: epoch } = event;
        log('token-present', { reader });
        this.#feed({ type: 'token-present', reader, epoch, visitId: newId(), at });
        break;
      }
      case 'token-unreadable': {
        const { reader, presentation: epoch, failure: why } = event;
        log('token-unreadable', { reader, code: why.code, detail: why.detail });
        this.#feed({ type: 'token-unreadable', reader, epoch, visitId: newId(), failure: why, at });
        break;
      }
      case 'token-absent':
        log('token-absent', { reader: event.reader });
        this.#feed({ type: 'token-absent', reader: event.reader, epoch: event.presentation, at });
        break;
      case 'reader-attached':
      case 'reader-detached':
        log(event.type, { reader: event.reader });
        this.#feed({ type: event.type, reader: event.reader, at });
        break;
    }
  }

  /** Gives the event to the reducer, starts its effects, and returns how many there were. */
  #feed(event: VisitEvent): number {
    const from = this.#kiosk.visit.name;
    const { kiosk, effects } = reduce(this.#kiosk, event);
    this.#kiosk = kiosk;
    if (kiosk.visit.name !== from)
      this.#services.log('visit-state', { from, to: kiosk.visit.name, on: event.type });
    this.#publish();
    for (const effect of effects) this.#start(effect);
    return effects.length;
  }

  #publish(): void {
    const { screen, online } = this.snapshot();
    const shown = JSON.stringify([screen, online]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#revision += 1;
    const snapshot = this.snapshot();
    for (const listener of this.#listeners) listener(snapshot);
  }

  #start(effect: Effect): void {
    switch (effect.type) {
      case 'conclude':
        conclude(this.#services, effect, effect.outcome, effect.failure);
        break;
      case 'roll-back': {
        const { intentId: id, visitId, tokenId } = effect.intent;
        const closed = concludeIntent(this.#services, { id, visitId, tokenId }, 'interrupted', null);
        if (!closed.ok) this.#services.log('intent-not-closed', { code: closed.failure.code });
        break;
      }
      case 'release':
        this.#enqueue(effect.on, () => this.#tokens.release(effect.on));
        break;
      case 'read':
        this.#step('read', effect.on, () => read(this.#services, this.#tokens, effect.on));
        break;
      case 'open-visit':
        this.#step('open-visit', effect.on, () => openVisit(this.#services, effect.on));
        break;
      case 'record':
        this.#tokenStep('record', effect.on, (token) => record(this.#services, token, effect.on));
        break;
      case 'prepare':
        this.#tokenStep('prepare', effect.on, (token) => prepare(this.#services, token, effect.decision));
        break;
      case 'show-content':
        this.#tokenStep('show-content', effect.on, (token) => showContent(this.#services, token));
        break;
      case 'write':
      case 'resume':
      case 'settle':
        this.#tokenStep('write', effect.on, async (token) => {
          const result = await this.#write(effect, token);
          return result.ok ? { ok: true, value: { type: 'written', written: result.value } } : result;
        });
        break;
    }
  }

  #write(effect: WriteEffect, token: OpenToken) {
    const { on } = effect;
    const onProgress = (progress: Extract<Completion, { type: 'write-progress' }>['progress']) =>
      this.#complete(on, { type: 'write-progress', progress });
    switch (effect.type) {
      case 'write':
        return write(this.#services, token, on, effect.decision, onProgress);
      case 'resume':
        return resume(this.#services, token, effect.intent, onProgress);
      case 'settle':
        return settle(this.#services, token, effect.intent);
    }
  }

  #tokenStep(step: Step, on: Presentation, run: (token: OpenToken) => Promise<Result<Answer>>): void {
    this.#step(step, on, async () => {
      const token = this.#tokens.get(on);
      return token.ok ? run(token.value) : token;
    });
  }

  #step(step: Step, on: Presentation, run: () => Promise<Result<Answer>>): void {
    this.#enqueue(on, async () => {
      const result = await run().catch((bug: unknown) => {
        return fail(failure('internal-error', this.#logBug(bug, step)));
      });
      if (!result.ok) {
        const { code, detail } = result.failure;
        this.#services.log('step-failed', { step, code, detail });
      }
      this.#complete(on, result.ok ? result.value : { type: 'step-failed', step, failure: result.failure });
    });
  }

  #complete({ epoch, visitId }: Presentation, answer: Answer): void {
    this.#feed({ ...answer, epoch, visitId, at: this.#services.now() });
  }

  #enqueue({ reader }: Presentation, run: () => Promise<void>): void {
    const last = this.#queues.get(reader) ?? Promise.resolve();
    // A bug in one step must not keep the next card from being served.
    this.#queues.set(
      reader,
      last.then(run).catch((bug: unknown) => {
        this.#logBug(bug);
      }),
    );
  }

  #logBug(bug: unknown, step?: Step): string {
    const detail = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
    this.#services.log('bug', { ...(step === undefined ? {} : { step }), detail });
    return detail;
  }
}
