import { useEffect, useState } from 'react';
import type { StaffCall } from '../../../shared/contract/ipc.ts';
import { overBridge, useBridge } from '../../bridge/use-snapshot.ts';

/** What a PIN opens: the way out of the kiosk's screen, or the desk under somebody's name. */
export type PinPurpose = 'exit' | 'sign-in';

/** A call that is under way, or what became of it; `null` where not even this kiosk took it. */
export type CallState = 'calling' | { readonly call: StaffCall | null };

export interface StaffWays {
  /** What became of the last call for staff, until it is closed. */
  readonly call: CallState | null;
  /** What a PIN is asked for, while it is. */
  readonly pad: PinPurpose | null;
  callStaff(): void;
  closeCall(): void;
  openExit(): void;
  openSignIn(): void;
  closePad(): void;
  signOut(): void;
  /** Whether the list of what happened here is open. */
  readonly records: boolean;
  openRecords(): void;
  closeRecords(): void;
}

/** Calling staff, their way in at a desk, and their way out of the kiosk: Ctrl+Shift+Q or a long press on the brand. */
export function useStaff(): StaffWays {
  const bridge = useBridge();
  const [call, setCall] = useState<CallState | null>(null);
  const [pad, setPad] = useState<PinPurpose | null>(null);
  const [records, setRecords] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey && event.shiftKey && event.code === 'KeyQ') {
        event.preventDefault();
        setPad('exit');
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return {
    call,
    pad,
    records,
    openRecords: () => setRecords(true),
    closeRecords: () => setRecords(false),
    callStaff: () => {
      if (bridge === null) {
        setCall({ call: null });
        return;
      }
      setCall('calling');
      void overBridge(() => bridge.callStaff()).then((answer) => {
        // Whoever has closed it meanwhile is not told again.
        setCall((now) => (now === 'calling' ? { call: answer.ok ? answer.value : null } : now));
      });
    },
    closeCall: () => setCall(null),
    openExit: () => setPad('exit'),
    openSignIn: () => {
      setRecords(false);
      setPad('sign-in');
    },
    closePad: () => setPad(null),
    signOut: () => {
      // who works here arrives as the next snapshot
      bridge?.signOut().catch((cause: unknown) => console.error('signing out was not delivered', cause));
    },
  };
}
