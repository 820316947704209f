import type { z } from 'zod';
import { type Failure, failure } from '../../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { BindingChoice } from '../bindings/load.ts';
import type { CardProcess } from './channel.ts';
import type { Guarded } from './guard.ts';
import { type FromCardProcess, FromCardProcessSchema, type ToCardProcess } from './protocol.ts';

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
export type Call = Without<Exclude<ToCardProcess, { type: 'open' }>, 'id'>;
export type News = Exclude<FromCardProcess, { type: 'answer' | 'refusal' }>;

interface Pending {
  readonly settle: (result: Result<unknown>) => void;
  readonly watchdog: NodeJS.Timeout;
}

/** One card process from the outside: every call is answered, at the latest when its time is over or it dies. */
export class CardLink {
  readonly #process: CardProcess;
  readonly #over: (cause: Failure) => void;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #ended: Failure | undefined;

  /** `over` is called once, when this process can be used no more. */
  constructor(process: CardProcess, news: (message: News) => void, over: (cause: Failure) => void) {
    this.#process = process;
    this.#over = over;
    process.onClose((reason) => this.end(failure('card-process-lost', reason)));
    process.onMessage((message) => {
      if (this.#ended) return;
      const parsed = FromCardProcessSchema.safeParse(message);
      if (!parsed.success)
        this.end(failure('card-process-lost', `it sent nonsense: ${parsed.error.message}`));
      else if (parsed.data.type === 'answer') this.#settle(parsed.data.id, ok(parsed.data.value));
      else if (parsed.data.type === 'refusal') this.#settle(parsed.data.id, fail(parsed.data.failure));
      else news(parsed.data);
    });
  }

  open(binding: BindingChoice, guarded: Guarded | null): void {
    this.#process.post({ type: 'open', binding, guarded } satisfies ToCardProcess);
  }

  /**
   * Makes one call. When it takes longer than `timeoutMs` the answer is `late`, and the process is ended with it:
   * a PC/SC call that is blocked cannot be called back.
   */
  async call<T>(call: Call, answer: z.ZodType<T>, timeoutMs: number, late: Failure): Promise<Result<T>> {
    if (this.#ended) return fail(this.#ended);
    const id = ++this.#lastId;
    const result = await new Promise<Result<unknown>>((settle) => {
      const watchdog = setTimeout(() => {
        this.#settle(id, fail(late));
        this.end(failure('card-process-lost', `stuck: ${late.detail}`));
      }, timeoutMs);
      this.#pending.set(id, { settle, watchdog });
      this.#process.post({ ...call, id } satisfies ToCardProcess);
    });
    if (!result.ok) return result;
    const parsed = answer.safeParse(result.value);
    if (parsed.success) return ok(parsed.data);
    const nonsense = failure('card-process-lost', `it answered nonsense: ${parsed.error.message}`);
    this.end(nonsense);
    return fail(nonsense);
  }

  /** Ends the process; calls under way are answered with `cause`. */
  end(cause: Failure): void {
    if (this.#ended) return;
    this.#ended = cause;
    this.#process.kill();
    for (const id of [...this.#pending.keys()]) this.#settle(id, fail(cause));
    this.#over(cause);
  }

  #settle(id: number, result: Result<unknown>): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    clearTimeout(pending.watchdog);
    pending.settle(result);
  }
}
