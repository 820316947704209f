import { EventEmitter } from 'node:events';
import type { Failure } from '../../shared/contract/failure.ts';
import type { CallName } from './host-client.ts';
import { isNoSuchCall } from './host-failure.ts';

/** One outcome that the host cannot take holds up itself only, and whoever asks for keys asks on. */
const OF_ITSELF: ReadonlySet<CallName> = new Set<CallName>(['outcome', 'keys']);

/**
 * What a call says about the host's reachability; `null`: nothing. For a person in front of the kiosk a host that
 * fails is as far away as one that is not reached; `health` then tells when it can be asked again.
 */
export function reachedBy(call: CallName, failed: Failure | null): boolean | null {
  if (failed === null || isNoSuchCall(failed)) return true;
  switch (failed.code) {
    case 'host-request-refused':
    case 'host-credentials-refused':
      return true;
    case 'host-unreachable':
    case 'host-timeout':
      return false;
    case 'host-failed':
      return OF_ITSELF.has(call) ? null : false;
    default:
      return call === 'health' ? false : null;
  }
}

export interface Reachability {
  /** `null` until the first call said something. */
  online(): boolean | null;
  /** Told at each change. Returns the way to stop. */
  onReachability(listener: (online: boolean) => void): () => void;
  observe(call: CallName, failed: Failure | null): void;
}

export function createReachability(): Reachability {
  const events = new EventEmitter<{ change: [boolean] }>();
  let state: boolean | null = null;
  return {
    online: () => state,
    onReachability: (listener) => {
      events.on('change', listener);
      return () => events.off('change', listener);
    },
    observe: (call, failed) => {
      const reached = reachedBy(call, failed);
      if (reached === null || reached === state) return;
      state = reached;
      events.emit('change', reached);
    },
  };
}
