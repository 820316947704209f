/** In how many looks of this process's own the silence is measured. */
const LOOKS = 20;

/** The process that the card process belongs to, and for how long, in milliseconds, it may be silent. */
export interface Guarded {
  readonly pid: number;
  readonly silentMs: number;
}

/**
 * Ends the main process when it hangs, so that its supervisor starts the next one: nothing else would notice a main
 * process that stands still. The silence is counted in looks of this process and not read off a clock: a machine
 * that slept, or that stopped both, kept nobody waiting. It begins with the first `heard`.
 */
export class Guard {
  readonly #guarded: Guarded;
  #looks = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(guarded: Guarded) {
    this.#guarded = guarded;
  }

  /** The main process lives. */
  heard(): void {
    this.#looks = 0;
    this.#timer ??= setInterval(() => this.#look(), this.#guarded.silentMs / LOOKS);
  }

  #look(): void {
    this.#looks += 1;
    if (this.#looks < LOOKS) return;
    clearInterval(this.#timer);
    const { pid, silentMs } = this.#guarded;
    console.error(JSON.stringify({ at: new Date().toISOString(), event: 'kiosk-hung', pid, silentMs }));
    // SIGKILL, for a process that is stopped or busy heeds nothing else.
    process.kill(pid, 'SIGKILL');
  }
}
