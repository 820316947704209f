import { type Failure, failure } from '../../shared/contract/failure.ts';
import type { KioskBridge } from '../../shared/contract/ipc.ts';
import type { Snapshot } from '../../shared/visit/snapshot.ts';

/** The latest snapshot, and when it arrived by the window's own steady clock. */
export interface Received {
  readonly snapshot: Snapshot;
  readonly receivedAt: number;
}

export type Connection =
  | { readonly state: 'waiting' }
  | { readonly state: 'live'; readonly received: Received }
  | { readonly state: 'lost'; readonly failure: Failure };

export interface SnapshotStore {
  current(): Connection;
  subscribe(listener: () => void): () => void;
  /** Listens, asks for the first snapshot and reports the window as ready; returns how to stop. */
  start(): () => void;
}

/** Keeps the snapshot with the highest revision: what arrives late or twice changes nothing. */
export function createSnapshotStore(bridge: KioskBridge | null, now: () => number): SnapshotStore {
  let connection: Connection =
    bridge === null
      ? { state: 'lost', failure: failure('internal-error', 'the window has no bridge', { retry: 'never' }) }
      : { state: 'waiting' };
  const listeners = new Set<() => void>();
  const publish = (next: Connection): void => {
    connection = next;
    for (const listener of listeners) listener();
  };
  const take = (snapshot: Snapshot): void => {
    if (connection.state === 'live' && snapshot.revision <= connection.received.snapshot.revision) return;
    publish({ state: 'live', received: { snapshot, receivedAt: now() } });
  };
  const lose = (lost: Failure): void => {
    if (connection.state === 'waiting') publish({ state: 'lost', failure: lost });
  };
  return {
    current: () => connection,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      if (bridge === null) return () => undefined;
      const stop = bridge.onSnapshot(take);
      bridge
        .snapshot()
        .then((result) => {
          if (result.ok) take(result.value);
          else lose(result.failure);
          return bridge.ready();
        })
        .then((ready) => {
          if (!ready.ok) lose(ready.failure);
        })
        .catch((cause: unknown) => lose(failure('internal-error', String(cause), { retry: 'never' })));
      return stop;
    },
  };
}
