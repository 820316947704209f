// @ts-check
import { constants } from 'node:os';

const PARENT_CHECK_MS = 500;

/** @type {readonly ('SIGINT' | 'SIGTERM' | 'SIGHUP')[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * From now on a signal that asks this process to end does what `act` does.
 * @param {(signal: NodeJS.Signals) => void} act
 */
export function onSignal(act) {
  for (const signal of SIGNALS) process.removeAllListeners(signal).on(signal, () => act(signal));
}

/** Ends in order when told to, so that the programs which setup has started are ended too. */
export function endInOrder() {
  onSignal((signal) => process.exit(128 + constants.signals[signal]));
  // npm runs scripts in a shell that dies of a signal without passing it on; only its death tells
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const check = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(check);
    process.kill(process.pid, 'SIGTERM');
  }, PARENT_CHECK_MS);
  check.unref();
}
