const ATTEMPTS = 5;

/** Runs a transaction again that lost against another one; what it did is undone by then. */
export async function retrying<T>(lost: (error: unknown) => boolean, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS || !lost(error)) throw error;
    }
  }
}
