import { type Failure, failure } from '../../shared/contract/failure.ts';
import { assertNever, fail, type Result } from '../../shared/contract/result.ts';
import type { Effect, HeldVisit } from '../../shared/visit/effect.ts';
import type { Completion, JobAnswer, Step } from '../../shared/visit/event.ts';
import type { Presentation } from '../../shared/visit/state.ts';
import { Backups } from './effects/back-up.ts';
import { concludeIntent, endingOf } from './effects/conclude.ts';
import { checkDevice, recordDevice } from './effects/job-device.ts';
import { answerJob, type JobQuestion, jobIdOf } from './effects/job-questions.ts';
import { endJob } from './effects/job-record.ts';
import type { JobReply } from './effects/job-reply.ts';
import type { KeptInputs } from './effects/job-result.ts';
import { openVisit, prepare, read, record, showContent } from './effects/steps.ts';
import { resume, settle, write } from './effects/write.ts';
import { type OpenToken, Presentations } from './presentations.ts';
import { Queues } from './queues.ts';
import type { Services } from './services.ts';
import { Unrecorded } from './unrecorded.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Answer = DistributiveOmit<Completion, 'epoch' | 'visitId'>;
type WriteEffect = Extract<Effect, { type: 'write' | 'resume' | 'settle' }>;

const readerQueue = ({ reader }: Presentation): string => `reader ${reader}`;
const jobQueue = (jobId: string): string => `job ${jobId}`;

/**
 * Carries out what the reducer asks for and tells what came of it. Effects of one reader run one after the other,
 * and so do a job's questions to the host.
 */
export class EffectRunner {
  readonly #services: Services;
  readonly #tell: (answer: Completion | JobAnswer) => void;
  readonly #tokens: Presentations;
  readonly #queues = new Queues((bug) => this.#logBug(bug));
  readonly #inputs: KeptInputs = new Map();
  readonly #unrecorded: Unrecorded;
  readonly #backups: Backups;
  #holding = false;

  constructor(services: Services, tell: (answer: Completion | JobAnswer) => void) {
    this.#services = services;
    this.#tell = tell;
    this.#tokens = new Presentations(services.reader);
    this.#unrecorded = new Unrecorded(services);
    this.#backups = new Backups(services);
  }

  /** Lets what is running end, and gives the tokens back. */
  async stop(): Promise<void> {
    await this.#queues.idle();
    this.#unrecorded.stop();
    for (const bug of await this.#tokens.releaseAll()) this.#logBug(bug);
  }

  start(effect: Effect): void {
    const services = this.#services;
    switch (effect.type) {
      case 'conclude':
        this.#unrecorded.add(endingOf(services, effect, effect.outcome, effect.failure));
        break;
      case 'roll-back':
      case 'set-aside': {
        const { intentId: id, visitId, tokenId } = effect.intent;
        const outcome = effect.type === 'set-aside' ? 'set-aside' : 'interrupted';
        const closed = concludeIntent(services, { id, visitId, tokenId }, outcome, null);
        if (closed.ok) this.#unrecorded.forget(visitId);
        else services.log('intent-not-closed', { code: closed.failure.code });
        break;
      }
      case 'hold':
        this.#hold(effect.visits);
        break;
      case 'release':
        this.#queues.add(readerQueue(effect.on), () => this.#tokens.release(effect.on));
        break;
      case 'read':
        this.#step('read', effect.on, () => read(services, this.#tokens, effect.on));
        break;
      case 'open-visit':
        this.#step('open-visit', effect.on, () => openVisit(services, effect.on));
        break;
      case 'record':
        this.#tokenStep('record', effect.on, (token) => record(services, token, effect.on));
        break;
      case 'prepare':
        this.#tokenStep('prepare', effect.on, (token) => prepare(services, token, effect.decision));
        break;
      case 'show-content':
        this.#tokenStep('show-content', effect.on, (token) => showContent(services, token));
        break;
      case 'back-up':
        this.#queues.add(readerQueue(effect.on), async () => {
          const token = this.#tokens.get(effect.on);
          if (token.ok) await this.#backups.keep(token.value, effect.on);
        });
        break;
      case 'write':
      case 'resume':
      case 'settle':
        this.#tokenStep('write', effect.on, async (token) => {
          const result = await this.#write(effect, token);
          if (!result.ok) return result;
          this.#unrecorded.forget(effect.on.visitId);
          return { ok: true, value: { type: 'written', written: result.value } };
        });
        break;
      case 'check':
        this.#device(jobQueue(effect.job.jobId), 'open-visit', effect, (token) =>
          checkDevice(services, token, effect),
        );
        break;
      case 'record-device':
        this.#device(readerQueue(effect.on), 'record', effect, (token) =>
          recordDevice(services, token, effect),
        );
        break;
      case 'search':
      case 'report':
      case 'offers':
      case 'check-absent':
      case 'compose':
      case 'settle-merge':
      case 'sign':
        this.#ask(effect);
        break;
      case 'end-job':
        endJob(services, this.#inputs, effect);
        // What a question that is still on its way brings is not kept either.
        this.#queues.add(jobQueue(effect.job.jobId), async () => {
          this.#inputs.delete(effect.job.jobId);
        });
        break;
      default:
        assertNever(effect);
    }
  }

  /** One at a time, lest a host that answers slowly is asked ever more. */
  #hold(visits: readonly HeldVisit[]): void {
    if (this.#holding) return;
    this.#holding = true;
    const { host, kiosk, log } = this.#services;
    this.#queues.add('hold', async () => {
      try {
        for (const { visitId, tokenId } of visits) {
          const told = await host.holdVisit(visitId, { kiosk: kiosk.id, tokenId });
          if (!told.ok) log('visit-not-held', { code: told.failure.code });
        }
      } finally {
        this.#holding = false;
      }
    });
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
        return settle(this.#services, token, effect.intent, onProgress);
    }
  }

  async #withToken<T>(on: Presentation, run: (token: OpenToken) => Promise<Result<T>>): Promise<Result<T>> {
    const token = this.#tokens.get(on);
    return token.ok ? run(token.value) : token;
  }

  #tokenStep(step: Step, on: Presentation, run: (token: OpenToken) => Promise<Result<Answer>>): void {
    this.#step(step, on, () => this.#withToken(on, run));
  }

  #step(step: Step, on: Presentation, run: () => Promise<Result<Answer>>): void {
    this.#queues.add(readerQueue(on), async () => {
      const result = await this.#attempt(step, run);
      this.#complete(on, result.ok ? result.value : { type: 'step-failed', step, failure: result.failure });
    });
  }

  /** A step of a job with one of its devices: answered to the job, but failing as the device's own step. */
  #device(
    queue: string,
    step: Step,
    { job, on }: Extract<Effect, { type: 'check' | 'record-device' }>,
    run: (token: OpenToken) => Promise<Result<JobReply>>,
  ): void {
    this.#queues.add(queue, async () => {
      const result = await this.#attempt(step, () => this.#withToken(on, run));
      if (result.ok) this.#tell({ ...result.value, jobId: job.jobId });
      else this.#complete(on, { type: 'step-failed', step, failure: result.failure });
    });
  }

  #ask(effect: JobQuestion): void {
    const jobId = jobIdOf(effect);
    this.#queues.add(jobQueue(jobId), async () => {
      const result = await this.#attempt(effect.type, () => answerJob(this.#services, this.#inputs, effect));
      const reply: JobReply = result.ok ? result.value : { type: 'job-failed', failure: result.failure };
      this.#tell({ ...reply, jobId });
    });
  }

  /** Runs one step; a bug in it becomes `internal-error`, and every failure is logged. */
  async #attempt<T>(step: Step | JobQuestion['type'], run: () => Promise<Result<T>>): Promise<Result<T>> {
    const result: Result<T, Failure> = await run().catch((bug: unknown) =>
      fail(failure('internal-error', this.#logBug(bug, step))),
    );
    if (!result.ok) {
      const { code, detail } = result.failure;
      this.#services.log('step-failed', { step, code, detail });
    }
    return result;
  }

  #complete({ epoch, visitId }: Presentation, answer: Answer): void {
    this.#tell({ ...answer, epoch, visitId });
  }

  #logBug(bug: unknown, step?: string): string {
    const detail = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
    this.#services.log('bug', { ...(step === undefined ? {} : { step }), detail });
    return detail;
  }
}
