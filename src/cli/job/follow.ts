import type { Failure } from '../../shared/contract/failure.ts';
import type { JobAction } from '../../shared/contract/ipc.ts';
import type { Result } from '../../shared/contract/result.ts';
import type { StaffMember } from '../../shared/contract/staff.ts';
import type { DeviceRole } from '../../shared/contract/transfer.ts';
import type { Screen } from '../../shared/visit/snapshot.ts';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { type Ending, endingOf, failedAs, unstartedAs } from '../visit/ending.ts';
import type { FollowedRunner } from '../visit/follow.ts';
import { JobFacts } from './facts.ts';
import { declined, type Move, moveOn } from './moves.ts';
import { askFor, askForReturn, tellPreview, tellScreen } from './tell.ts';
import type { JobWishes } from './wishes.ts';

export interface FollowJob {
  readonly runner: FollowedRunner & { actOnJob(action: JobAction): Result<null> };
  readonly wishes: JobWishes;
  readonly staff: StaffMember | null;
  /** How long to wait for each token, in seconds. */
  readonly wait: number;
  readonly agree: (signal: AbortSignal, question: string) => Promise<boolean>;
  /** Why no token can come now. */
  readonly missing: () => Failure | null;
  /** The last step that failed. */
  readonly lastFailure: () => Failure | null;
  readonly stopping: AbortSignal;
  readonly output: Output;
  /** Says to the person at the terminal what is no result. */
  readonly say: (line: string) => void;
  /** Told of the device that is asked for; `null` before a job begins anew. */
  readonly turn: (role: DeviceRole | null) => void;
}

/** Each device may have a write that was left open: it is finished first, and the job begun anew. */
const BEGINNINGS = 3;

/**
 * Carries out one job, answering for the person, and tells how it ended. A write is never given up: stopping waits for
 * its end, and a token that left in mid-write is waited for.
 */
export const followJob = (follow: FollowJob): Promise<Ending> => new JobFollower(follow).run();

class JobFollower {
  readonly #follow: FollowJob;
  readonly #facts: JobFacts;
  readonly #over = new AbortController();
  readonly #end = Promise.withResolvers<Ending>();
  #step = '';
  #late: NodeJS.Timeout | undefined;
  #begun = 0;
  /** An answer of the person is on its way: what the screen asks meanwhile is asked again after it. */
  #answering = false;
  /** Bytes were sent to a token: it cannot be said any more that nothing was written. */
  #wrote = false;

  constructor(follow: FollowJob) {
    this.#follow = follow;
    this.#facts = new JobFacts(follow.wishes, follow.staff);
  }

  async run(): Promise<Ending> {
    const { runner, stopping } = this.#follow;
    const stop = runner.onSnapshot(({ screen, revision }) => this.#onScreen(screen, revision));
    const onStop = () => this.#onStop();
    stopping.addEventListener('abort', onStop);
    this.#begin();
    if (stopping.aborted) onStop();
    const ending = await this.#end.promise;
    this.#over.abort();
    clearTimeout(this.#late);
    stop();
    stopping.removeEventListener('abort', onStop);
    return this.#facts.addedTo(ending);
  }

  #begin(): void {
    this.#begun += 1;
    // What was finished before belongs to an earlier run.
    this.#wrote = false;
    const { runner, wishes, turn } = this.#follow;
    // The host knows a device of a job by its presentation: the same one cannot be in two.
    this.#answering = true;
    turn(null);
    this.#answering = false;
    const begun = runner.actOnJob({ type: 'start', job: wishes.job });
    if (!begun.ok) this.#end.resolve(failedAs(begun.failure));
  }

  /** Ends the job on a screen that waits for a person. */
  #giveUp(ending: Ending): void {
    this.#over.abort();
    const cancelled = this.#follow.runner.actOnJob({ type: 'cancel' });
    this.#end.resolve(cancelled.ok ? ending : failedAs(cancelled.failure));
  }

  #onScreen(screen: Screen, revision: number): void {
    if (this.#over.signal.aborted) return;
    const step = tellScreen(this.#follow.output, screen, revision, this.#step);
    const changed = step !== this.#step;
    const before = this.#step;
    this.#step = step;
    this.#facts.see(screen);
    if (changed) clearTimeout(this.#late);
    switch (screen.screen) {
      case 'find':
      case 'backups':
      case 'compare':
        this.#decide(screen, changed);
        break;
      case 'present':
        if (changed) this.#await(screen);
        break;
      case 'restoring':
        this.#wrote = true;
        break;
      case 'removed':
        if (changed) this.#awaitReturn(screen);
        break;
      case 'offer':
        // An update that the host has for one of the tokens is no part of the job.
        this.#later(() => this.#answered(this.#follow.runner.act('decline')));
        break;
      case 'done':
        if (screen.receipt?.job == null && this.#begun < BEGINNINGS) this.#later(() => this.#begin());
        else this.#conclude(screen);
        break;
      case 'attract':
        this.#end.resolve(before.startsWith('compare') ? TIMED_OUT : this.#nobody());
        break;
      default:
        this.#conclude(screen);
    }
  }

  #conclude(screen: Screen): void {
    const ending = endingOf(screen, this.#follow.lastFailure(), this.#wrote);
    if (ending !== null) this.#end.resolve({ ...ending, reported: true });
  }

  /** Nothing is done to the kiosk while it tells of itself. */
  #later(doIt: () => void): void {
    if (this.#answering) return;
    this.#answering = true;
    queueMicrotask(() => {
      this.#answering = false;
      if (!this.#over.signal.aborted) doIt();
    });
  }

  #decide(screen: Parameters<typeof moveOn>[0], changed: boolean): void {
    const { output, wishes } = this.#follow;
    if (this.#answering) return;
    const move = moveOn(screen, wishes);
    if (screen.screen === 'compare' && (move.type === 'ask' || move.type === 'end') && changed)
      tellPreview(output, screen);
    if (move.type === 'wait' && screen.screen === 'find' && !screen.busy && changed)
      this.#waitFor('second', 'Put the new token on a reader: it names the customer.');
    this.#move(move);
  }

  #move(move: Move): void {
    switch (move.type) {
      case 'wait':
        break;
      case 'act':
        this.#later(() => this.#answered(this.#follow.runner.actOnJob(move.action)));
        break;
      case 'end':
        this.#later(() => this.#giveUp(move.ending));
        break;
      case 'ask':
        this.#answering = true;
        void this.#ask(move.question, move.action);
    }
  }

  async #ask(question: string, action: JobAction): Promise<void> {
    const { agree, stopping, runner } = this.#follow;
    const agreed = await agree(AbortSignal.any([this.#over.signal, stopping]), question);
    this.#answering = false;
    if (this.#over.signal.aborted) return;
    if (agreed) this.#answered(runner.actOnJob(action));
    else this.#giveUp(stopping.aborted ? stopped() : declined({}, 'Declined: nothing was written.'));
  }

  #answered(result: Result<null>): void {
    if (!result.ok) this.#giveUp(failedAs(result.failure));
  }

  #await(screen: Extract<Screen, { screen: 'present' }>): void {
    const { wait, stopping } = this.#follow;
    if (stopping.aborted) this.#later(() => this.#giveUp(this.#nobody()));
    else this.#waitFor(screen.role, askFor(screen, wait));
  }

  #awaitReturn(screen: Extract<Screen, { screen: 'removed' }>): void {
    const { say, wait, stopping } = this.#follow;
    if (stopping.aborted) this.#conclude(screen);
    else {
      say(askForReturn(screen, wait));
      this.#late = setTimeout(() => this.#conclude(screen), wait * 1000);
    }
  }

  #waitFor(role: DeviceRole, request: string): void {
    const { say, turn, wait } = this.#follow;
    say(request);
    this.#late = setTimeout(() => this.#giveUp(this.#nobody()), wait * 1000);
    // The token may lie there already: then it comes at once, but not while the kiosk tells of itself.
    queueMicrotask(() => turn(role));
  }

  /** No token came. */
  #nobody(): Ending {
    const { missing, wait } = this.#follow;
    const why = missing();
    if (why !== null) return failedAs(why);
    if (!this.#wrote)
      return unstartedAs('no-token', EXIT.noToken, `No token within ${wait} s. Nothing was written.`);
    const words = 'What was begun to be written is not finished on both. Run it again with both.';
    return { ...unstartedAs('no-token', EXIT.noToken, words), reported: true };
  }

  #onStop(): void {
    const { runner, output } = this.#follow;
    if (this.#over.signal.aborted) return;
    const { screen } = runner.snapshot();
    if (runner.isWriting())
      output.tell('stopping', {}, 'Stopping as soon as the write is over: leave the token where it is.');
    else if (screen.screen === 'removed') this.#conclude(screen);
    // A question ends with a no.
    else if (!this.#answering) this.#giveUp(this.#wrote ? this.#nobody() : stopped());
  }
}

const TIMED_OUT = declined({ reason: 'no-answer' }, 'Nobody answered in time. Nothing was written.');
const stopped = (): Ending => unstartedAs('stopped', EXIT.declined, 'Stopped. Nothing was written.');
