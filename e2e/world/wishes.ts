import type { KioskConfig } from '../../scripts/world/kiosk-config.ts';

/** How a kiosk is to be started, beside what its branch says. */
export interface KioskWishes {
  readonly config?: Partial<KioskConfig>;
  readonly window?: string;
  readonly supervised?: true;
}
