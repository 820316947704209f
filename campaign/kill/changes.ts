/** Wakes those who wait for something to become so, whenever anything has changed. */
export class Changes {
  readonly #looks = new Set<() => void>();

  readonly tell = (): void => {
    for (const look of [...this.#looks]) look();
  };

  /** Resolves with what `found` gives as soon as that is not `null`; rejects when it throws, and after `withinMs`. */
  until<T>(found: () => T | null, withinMs: number, what: () => string): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(late);
        this.#looks.delete(look);
      };
      const look = (): void => {
        try {
          const value = found();
          if (value === null) return;
          end();
          resolve(value);
        } catch (error) {
          end();
          reject(error);
        }
      };
      const late = setTimeout(() => {
        end();
        reject(new Error(`not within ${Math.round(withinMs)} ms: ${what()}`));
      }, withinMs);
      this.#looks.add(look);
      look();
    });
  }
}
