import { inspect } from './inspect.ts';
import type { Journal } from './journal.ts';
import { MIGRATIONS } from './migrations/all.ts';

const isDamage = (result: unknown): boolean =>
  typeof result === 'object' &&
  result !== null &&
  'failure' in result &&
  typeof result.failure === 'object' &&
  result.failure !== null &&
  'code' in result.failure &&
  result.failure.code === 'journal-damaged';

/**
 * The journal at `path`, which calls `then` when it turns out to be damaged while it is in use: when a start would set it
 * aside. A disk that fails for a moment may look like damage and leaves the file sound; that is left alone.
 */
export function watchForDamage(journal: Journal, path: string, then: (detail: string) => void): Journal {
  let isLookedAt = false;
  const look = (): void => {
    if (isLookedAt) return;
    isLookedAt = true;
    // Not from within a transaction that is being taken back.
    setImmediate(() => {
      const found = inspect(path, MIGRATIONS);
      if (found.ok && found.value.kind === 'damaged') then(found.value.detail);
      else isLookedAt = false;
    });
  };
  return new Proxy(journal, {
    get: (target, name): unknown => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]): unknown => {
        const result: unknown = member.apply(target, given);
        if (isDamage(result)) look();
        return result;
      };
    },
  });
}
