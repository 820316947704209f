/** How long to wait, in milliseconds. */
export interface Limits {
  /** From a card process's start until it has found its binding. */
  readonly startMs: number;
  /** For the service to answer that it is there, once the binding is loaded: milliseconds, unless it hangs. */
  readonly contactMs: number;
  /** To power a token: ISO 7816-3 lets an answer to reset take seconds. */
  readonly connectMs: number;
  /** For one command, unless the call says otherwise. */
  readonly transmitMs: number;
  readonly disconnectMs: number;
  /** Between one sign of life of a card process that has found the service and the question for the next. */
  readonly pulseMs: number;
  /** For that sign: its calls run beside its event loop, so only one that hangs, or a machine that does, takes long. */
  readonly pulseWithinMs: number;
  /** How long a main process that is guarded may leave a card process without such a question: long after `pulseMs`. */
  readonly silentMs: number;
  /** How long it is believed at first that there is no reader; doubled each time that was right, up to a minute. */
  readonly emptyMs: number;
  /** For PC/SC to notice a removal: its poll, measured at up to 400 ms, and a half more. */
  readonly settleMs: number;
  /** Between a card process's end and the next one's start; doubled each time one had a short life, up to a second. */
  readonly restartMs: number;
}

export const LIMITS: Limits = {
  startMs: 10_000,
  contactMs: 2000,
  connectMs: 10_000,
  transmitMs: 10_000,
  disconnectMs: 3000,
  pulseMs: 1000,
  pulseWithinMs: 3000,
  silentMs: 20_000,
  emptyMs: 500,
  settleMs: 600,
  restartMs: 50,
};

export const LONGEST_RESTART_MS = 1000;
export const LONGEST_EMPTY_MS = 60_000;
/** A card process that lived this long did not fail because of how it was started. */
export const LONG_LIFE_MS = 10_000;
