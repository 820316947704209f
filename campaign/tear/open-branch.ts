import { scratchFolder } from '../scratch.ts';
import type { Branch } from './case.ts';
import { CampaignKiosk } from './kiosk.ts';

export interface OpenBranch extends Branch {
  close(): Promise<void>;
}

/** Two kiosks with empty journals, which need no disk: power is cut at the token, not at them. */
export function openBranch(): OpenBranch {
  const { folder, remove } = scratchFolder('tear');
  const clock = { now: Date.UTC(2026, 10, 22, 12) };
  const kiosks = ['one', 'other'].map((name) => new CampaignKiosk(folder, name, clock));
  return {
    clock,
    kiosks,
    close: async () => {
      for (const kiosk of kiosks) kiosk.close();
      await remove();
    },
  };
}
