import { uptime } from 'node:os';
import { powerMonitor } from 'electron';
import type { Log } from '../visit/services.ts';

/** How often the clock is looked at, in ms. */
const LOOK_MS = 500;
/** When nothing of this ran for so long, in ms, the machine slept, or the process was stopped. */
const GAP_MS = 3_000;
/** A machine that was to sleep and runs on for so long, in ms, does not sleep after all. */
const SLEEPLESS_MS = 30_000;

/** As much of a kiosk as power is about. */
export interface Sleeper {
  sleep(): void;
  wake(): Promise<void>;
}

/** Milliseconds since the machine was started: they pass while it sleeps, and nobody can set them. */
const elapsed = (): number => uptime() * 1000;

/**
 * Lets the kiosk sleep and wake with its machine. That it woke is told by Electron, where the system tells it, or
 * seen by the time that passed; both tell of the same sleep within a moment.
 */
export function followPower(kiosk: Sleeper, log: Log): void {
  let asleepSince: number | null = null;
  let seen = elapsed();
  let wokeAt = Number.NEGATIVE_INFINITY;

  const wake = (why: string): void => {
    const now = elapsed();
    if (asleepSince === null && now - wokeAt < GAP_MS) return;
    asleepSince = null;
    wokeAt = now;
    log('power-awake', { why });
    void kiosk.wake();
  };

  powerMonitor.on('suspend', () => {
    asleepSince = elapsed();
    log('power-asleep');
    kiosk.sleep();
  });
  powerMonitor.on('resume', () => wake('resume'));
  setInterval(() => {
    const now = elapsed();
    const gap = now - seen;
    seen = now;
    if (gap > GAP_MS) wake(`nothing ran for ${Math.round(gap)} ms`);
    else if (asleepSince !== null && now - asleepSince > SLEEPLESS_MS) wake('it did not sleep');
  }, LOOK_MS).unref();
}
