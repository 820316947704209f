import type { DockBridge, KioskBridge } from '../../shared/contract/ipc.ts';

declare global {
  interface Window {
    /** Exposed by the preload script in the kiosk's window. */
    readonly recard?: KioskBridge;
    /** Exposed by the preload script in the dock's window. */
    readonly recardDock?: DockBridge;
  }
}

export const kioskBridge = (): KioskBridge | null => window.recard ?? null;
export const dockBridge = (): DockBridge | null => window.recardDock ?? null;
