/** The machine's two clocks. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. It jumps when it is set. */
  readonly now: () => number;
  /** Milliseconds since some instant. It never jumps, and measures how long something lasts. */
  readonly steady: () => number;
}

export const SYSTEM_CLOCK: Clock = { now: Date.now, steady: () => performance.now() };
