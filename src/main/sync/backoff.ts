/** First wait after a failure, in ms; each further failure doubles it, up to `longestMs`. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * How long to wait after `failures` (from 1) failures in a row, in ms. `random` (0 to below 1) takes up to half
 * off, so that kiosks which lost the host together do not return to it together.
 */
export function backoffMs({ firstMs, longestMs }: Backoff, failures: number, random: number): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(full * (1 - random / 2));
}

/** How long a host that is lost again and again is left alone. */
export interface Relapses {
  /** It was lost. */
  lost(): void;
  /** Until it may be believed back, in ms; 0 or less: at once. */
  pauseMs(): number;
}

/**
 * What was lost once may be back at once. But where small requests pass and large ones do not, each visit would lose
 * the host, find it back and begin anew, many times a second: with each loss soon after another the pause grows.
 */
export function createRelapses(backoff: Backoff, random: () => number): Relapses {
  let lostAt = Number.NEGATIVE_INFINITY;
  let backAt = lostAt;
  let relapses = 0;
  return {
    lost: () => {
      const at = performance.now();
      relapses = at - lostAt < 2 * backoff.longestMs ? relapses + 1 : 0;
      lostAt = at;
      backAt = relapses === 0 ? at : at + backoffMs(backoff, relapses, random());
    },
    pauseMs: () => backAt - performance.now(),
  };
}

/** Resolves after `ms`, or as soon as `signal` is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
