/** What was started is ended in reverse order, whatever happens in between. */
export class Stack {
  readonly #ends: (() => unknown)[] = [];
  #closing: Promise<void> | undefined;

  defer(end: () => unknown): void {
    this.#ends.push(end);
  }

  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    for (let end = this.#ends.pop(); end !== undefined; end = this.#ends.pop()) {
      try {
        await end();
      } catch (error) {
        console.error('While ending the demonstration:', error);
      }
    }
  }
}
