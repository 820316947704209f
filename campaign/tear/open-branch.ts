import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Branch } from './case.ts';
import { CampaignKiosk } from './kiosk.ts';

/** Power is cut at the token, not at the kiosk: where memory is a file system, journals need no disk. */
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export interface OpenBranch extends Branch {
  close(): void;
}

/** Two kiosks with empty journals. */
export function openBranch(): OpenBranch {
  const folder = mkdtempSync(path.join(PLACE, 'recard-tear-'));
  const clock = { now: Date.UTC(2026, 10, 22, 12) };
  const kiosks = ['one', 'other'].map((name) => new CampaignKiosk(folder, name, clock));
  return {
    clock,
    kiosks,
    close: () => {
      for (const kiosk of kiosks) kiosk.close();
      rmSync(folder, { recursive: true });
    },
  };
}
