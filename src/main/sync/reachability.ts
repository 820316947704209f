import { EventEmitter } from 'node:events';
import type { Failure } from '../../shared/contract/failure.ts';
import type { CallName } from './host-client.ts';

/** What a call says about the host's reachability; `null`: nothing. Only `health` answers for the whole host. */
export function reachedBy(call: CallName, failed: Failure | null): boolean | null {
  switch (failed?.code) {
    case undefined:
    case 'host-request-refused':
    case 'host-credentials-refused':
      return true;
    case 'host-unreachable':
    case 'host-timeout':
      return false;
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
