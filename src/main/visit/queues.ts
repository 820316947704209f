/** Runs what is given under one key one after the other; keys do not wait for each other. */
export class Queues {
  readonly #ends = new Map<string, Promise<void>>();
  readonly #onBug: (bug: unknown) => void;

  constructor(onBug: (bug: unknown) => void) {
    this.#onBug = onBug;
  }

  add(key: string, run: () => Promise<void>): void {
    const before = this.#ends.get(key) ?? Promise.resolve();
    // A bug in one step must not keep the next card from being served.
    const end = before
      .then(run)
      .catch(this.#onBug)
      .then(() => {
        if (this.#ends.get(key) === end) this.#ends.delete(key);
      });
    this.#ends.set(key, end);
  }

  /** When all that was given so far has run. */
  async idle(): Promise<void> {
    await Promise.all(this.#ends.values());
  }
}
