import { failure } from '../../shared/contract/failure.ts';
import type { KioskBridge } from '../../shared/contract/ipc.ts';
import { fail, ok } from '../../shared/contract/result.ts';
import type { Screen, Snapshot, TokenName } from '../../shared/visit/snapshot.ts';
import { NOW } from './now.ts';
import { RECORDS } from './records-sample.ts';

export interface SampleBridge extends KioskBridge {
  /** Publishes the next snapshot, as main would. */
  show(screen: Screen): void;
}

/** What lies on the readers of a sample: in a job, the devices that have been read and are not asked for. */
function lyingOn(screen: Screen): readonly TokenName[] {
  if ('tokenPresent' in screen && !screen.tokenPresent) return [];
  const job = 'receipt' in screen ? (screen.receipt?.job ?? null) : null;
  if (job?.kind === 'merge' && 'token' in screen && screen.token !== null) return [job.from, screen.token];
  if ('token' in screen) return screen.token === null || screen.screen === 'removed' ? [] : [screen.token];
  if (!('job' in screen) || screen.job.kind === 'replace') return [];
  const { first, second } = screen.job;
  return [first, screen.screen === 'present' ? null : second].filter((token) => token !== null);
}

/** A bridge to nobody: it shows one screen after the other, says what was asked and agrees to all but the PIN. */
export function sampleBridge(first: Screen, over: Partial<Snapshot>): SampleBridge {
  let revision = 1;
  const listeners = new Set<(snapshot: Snapshot) => void>();
  const snapshotOf = (screen: Screen): Snapshot => ({
    revision,
    now: NOW,
    screen,
    online: screen.screen !== 'offline',
    branch: 'Harbour Square',
    kiosk: 'kiosk-2',
    mode: 'self-service',
    staff: null,
    staffSignIn: over.mode === 'desk',
    onReaders: lyingOn(screen),
    demonstration: false,
    ...over,
  });
  return {
    snapshot: async () => ok(snapshotOf(first)),
    onSnapshot: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ready: async () => ok(null),
    act: async (action) => {
      console.info(`act ${action}`);
      return ok(null);
    },
    actOnJob: async (action) => {
      console.info(`job ${JSON.stringify(action)}`);
      return ok(null);
    },
    signIn: async () => fail(failure('pin-wrong')),
    signOut: async () => ok(null),
    records: async () => ok(RECORDS),
    printReceipt: async () => ok({ printer: 'Receipt printer' }),
    saveReceipt: async () => ok({ file: 'receipts/2026-11-22-0f6e7c52.txt' }),
    callStaff: async () => ok({ reference: 'HS-7', isHeard: true }),
    exit: async () => fail(failure('pin-wrong')),
    show: (screen) => {
      revision += 1;
      performance.mark('recard:shown');
      for (const listener of listeners) listener(snapshotOf(screen));
    },
  };
}
