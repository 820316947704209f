import { createContext, use, useEffect, useState, useSyncExternalStore } from 'react';
import { failure } from '../../shared/contract/failure.ts';
import type { KioskBridge } from '../../shared/contract/ipc.ts';
import type { Result } from '../../shared/contract/result.ts';
import { type Connection, createSnapshotStore, type Received } from './snapshot-store.ts';

export const BridgeContext = createContext<KioskBridge | null>(null);
export const useBridge = (): KioskBridge | null => use(BridgeContext);

/** What main last published, or why nothing came. */
export function useSnapshot(bridge: KioskBridge | null): Connection {
  const [store] = useState(() => createSnapshotStore(bridge, () => performance.now()));
  useEffect(() => store.start(), [store]);
  return useSyncExternalStore(store.subscribe, store.current);
}

/** Main's clock, carried forward by the window's own; it ticks every `step` ms. */
export function useMainClock(received: Received | null, step: number): number {
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), step);
    return () => clearInterval(timer);
  }, [step]);
  return received === null ? Date.now() : received.snapshot.now + (performance.now() - received.receivedAt);
}

/** Runs a call over the bridge. A broken bridge is a failure like others: the screen says so and stays. */
export async function overBridge<T>(call: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await call();
  } catch (cause) {
    return { ok: false, failure: failure('internal-error', String(cause)) };
  }
}
