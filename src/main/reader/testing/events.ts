import type { ReaderEvent, ReaderPort } from '../port.ts';

type EventOf<T extends ReaderEvent['type']> = Extract<ReaderEvent, { type: T }>;

/** Every event of a port in order, and the way to wait for the next one of a kind. */
export class EventLog {
  readonly all: ReaderEvent[] = [];
  readonly #waiting = new Set<() => void>();
  #read = 0;

  constructor(port: ReaderPort) {
    port.subscribe((event) => {
      this.all.push(event);
      for (const look of [...this.#waiting]) look();
    });
  }

  /** The next event of `type` after those already returned that satisfies `is`; all before it count as read. */
  next<T extends ReaderEvent['type']>(
    type: T,
    is: (event: EventOf<T>) => boolean = () => true,
    withinMs = 15_000,
  ): Promise<EventOf<T>> {
    return new Promise((resolve, reject) => {
      const look = () => {
        for (let index = this.#read; index < this.all.length; index++) {
          const event = this.all[index];
          if (!isOf(event, type) || !is(event)) continue;
          this.#read = index + 1;
          clearTimeout(limit);
          this.#waiting.delete(look);
          return resolve(event);
        }
      };
      const limit = setTimeout(() => {
        this.#waiting.delete(look);
        const seen = this.all.map((event) => JSON.stringify(event)).join('\n');
        reject(new Error(`no ${type} within ${withinMs} ms; events:\n${seen}`));
      }, withinMs);
      this.#waiting.add(look);
      look();
    });
  }
}

function isOf<T extends ReaderEvent['type']>(event: ReaderEvent | undefined, type: T): event is EventOf<T> {
  return event?.type === type;
}
