import { failure } from '../../shared/contract/failure.ts';
import type { JobAction, UserAction } from '../../shared/contract/ipc.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { StaffMember } from '../../shared/contract/staff.ts';
import type { VisitEvent } from '../../shared/visit/event.ts';
import { onReaders } from '../../shared/visit/on-readers.ts';
import { present } from '../../shared/visit/present.ts';
import { reduce } from '../../shared/visit/reduce.ts';
import type { Snapshot } from '../../shared/visit/snapshot.ts';
import { initialKiosk, isWriting, type Kiosk } from '../../shared/visit/state.ts';
import { tellOfDeadWrites } from './effects/died-writing.ts';
import { endDeadJobs } from './effects/job-record.ts';
import { hintOf } from './reader-hints.ts';
import { EffectRunner } from './run-effect.ts';
import type { Services } from './services.ts';

const TICK_MS = 500;
/** Somebody who has done nothing for so long has left the desk. */
export const SIGNED_OUT_AFTER_MS = 15 * 60_000;

/** Why whoever stands at the desk may not act in a job: it is recorded with the id of one member of staff. */
function whyNotStaff({ staff, visit }: Kiosk): string | null {
  if (staff === null) return 'nobody has signed in at this desk: sign in with your PIN';
  return visit.name === 'job' && visit.job.staff?.id !== staff.id
    ? 'somebody else began this job: let them finish it, or end it and begin it anew'
    : null;
}

/**
 * Gives what happens to the reducer and has its effects carried out. Everything that is known is in the
 * reducer's state, so a screen can be drawn again at any time.
 */
export class VisitRunner {
  readonly #services: Services;
  readonly #effects: EffectRunner;
  readonly #listeners = new Set<(snapshot: Snapshot) => void>();
  readonly #stops: (() => void)[] = [];
  #kiosk: Kiosk;
  #unhear: (() => void) | null = null;
  /** Rises whenever the machine falls asleep, wakes up or is left: what was begun before is out of date. */
  #powerTurn = 0;
  #lastActed: number;
  #revision = 0;
  #shown = '';

  constructor(services: Services) {
    this.#services = services;
    this.#effects = new EffectRunner(services, (answer) => this.#feed({ ...answer, at: services.steady() }));
    this.#lastActed = services.steady();
    this.#kiosk = initialKiosk(this.#lastActed, services.kiosk.mode);
  }

  /** Begins to look for readers and tokens, and to count time. */
  start(): void {
    const { reader, pump, steady, newId } = this.#services;
    const timer = setInterval(() => this.#tick(), TICK_MS);
    this.#stops.push(
      () => clearInterval(timer),
      pump.onConfirmed(({ visitId, outcome, inUse }) => {
        // A write that was interrupted or set aside can still have been finished: a receipt is of that, and still to be told.
        if (outcome === 'updated') this.#feed({ type: 'outcome-confirmed', visitId, inUse, at: steady() });
      }),
      pump.onReachability((online) =>
        this.#feed({ type: 'reachability', online, visitId: newId(), at: steady() }),
      ),
    );
    // Readers are looked for from now on: a window that took its time to be drawn does not make them late.
    this.#kiosk = { ...this.#kiosk, readerlessSince: steady() };
    tellOfDeadWrites(this.#services);
    endDeadJobs(this.#services);
    this.#listen();
    reader.start();
  }

  #listen(): void {
    this.#unhear ??= this.#services.reader.subscribe((event) => this.#feed(hintOf(this.#services, event)));
  }

  #unlisten(): void {
    this.#powerTurn += 1;
    this.#unhear?.();
    this.#unhear = null;
  }

  /**
   * The machine is about to sleep: every token counts as taken away, so nothing new begins until `wake`. What is being
   * written goes on for as long as the machine lets it; the journal has its intent.
   */
  sleep(): void {
    this.#unlisten();
    const asleep = failure('service-unavailable', 'the machine sleeps');
    this.#feed({ type: 'service-down', failure: asleep, at: this.#services.steady() });
  }

  /** The machine is awake, or was stopped for a while: nothing that was known of the readers holds any more. */
  async wake(): Promise<void> {
    this.sleep();
    const turn = this.#powerTurn;
    await this.#services.reader.stop();
    if (turn !== this.#powerTurn) return;
    this.#services.reader.start();
    this.#listen();
  }

  /** Takes no more events, lets what is running end, and gives the tokens back. */
  async stop(): Promise<void> {
    this.#unlisten();
    for (const stop of this.#stops.splice(0)) stop();
    await this.#effects.stop();
  }

  /** A person's touch. What the state does not offer is `action-not-possible` and changes nothing. */
  act(action: UserAction): Result<null> {
    const { newId, steady } = this.#services;
    return this.#acted(action, { type: 'act', action, visitId: newId(), at: steady() });
  }

  /**
   * What a person does in a job from one device to another. `action-not-possible` where the state does not offer
   * it, and at a desk whose staff sign in, to all but who began the job; only ending it is always possible.
   */
  actOnJob(action: JobAction): Result<null> {
    const { kiosk, newId, steady } = this.#services;
    const refusal = kiosk.staffSignIn && action.type !== 'cancel' ? whyNotStaff(this.#kiosk) : null;
    if (refusal !== null) return fail(failure('action-not-possible', refusal));
    const [id, transferId] = [newId(), newId()];
    const spare = Object.keys(this.#kiosk.readers).map(() => newId());
    return this.#acted(action.type, { type: 'job-act', action, id, transferId, spare, at: steady() });
  }

  /** Who works at this desk from now on; `null`: nobody. */
  setStaff(member: StaffMember | null): void {
    const at = this.#services.steady();
    this.#lastActed = at;
    this.#services.log('staff', { staff: member?.id ?? null });
    this.#feed({ type: 'staff', member, at });
  }

  /** Whether bytes may be on their way to a token. */
  isWriting(): boolean {
    return isWriting(this.#kiosk.visit);
  }

  snapshot(): Snapshot {
    const { id, ...about } = this.#services.kiosk;
    const { now, online, staff } = this.#kiosk;
    return {
      ...about,
      revision: this.#revision,
      now,
      screen: present(this.#kiosk),
      online,
      kiosk: id,
      staff,
      onReaders: onReaders(this.#kiosk),
    };
  }

  /** Told of every snapshot that differs from the one before. Returns the way to stop. */
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #acted(what: string, event: VisitEvent): Result<null> {
    const before = this.#kiosk;
    this.#lastActed = event.at;
    const effects = this.#feed(event);
    return this.#kiosk.visit === before.visit && effects === 0
      ? fail(failure('action-not-possible', `${what} on ${present(before).screen}`))
      : ok(null);
  }

  #tick(): void {
    const at = this.#services.steady();
    if (this.#kiosk.staff !== null && at - this.#lastActed >= SIGNED_OUT_AFTER_MS) this.setStaff(null);
    this.#feed({ type: 'tick', visitId: this.#services.newId(), at });
  }

  /** Gives the event to the reducer, starts its effects, and returns how many there were. */
  #feed(event: VisitEvent): number {
    const from = this.#kiosk.visit.name;
    const { kiosk, effects } = reduce(this.#kiosk, event);
    this.#kiosk = kiosk;
    if (kiosk.visit.name !== from)
      this.#services.log('visit-state', { from, to: kiosk.visit.name, on: event.type });
    this.#publish();
    for (const effect of effects) this.#effects.start(effect);
    return effects.length;
  }

  #publish(): void {
    const { screen, online, staff } = this.snapshot();
    const shown = JSON.stringify([screen, online, staff]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#revision += 1;
    const snapshot = this.snapshot();
    for (const listener of this.#listeners) listener(snapshot);
  }
}
