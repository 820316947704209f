import { expect } from '@playwright/test';
import type { DeviceRole, JobKind } from '../../src/shared/contract/transfer.ts';
import type { Card } from './cards.ts';
import type { Kiosk } from './kiosk.ts';

const STARTS = {
  synchronize: /^Move to another card or phone/,
  replace: /^Replace a lost one/,
  merge: /^Bring two together/,
} as const;
const WRITES = {
  synchronize: 'Write it',
  replace: 'Write to the new one',
  merge: 'Write to both',
} as const;

/** Begins a job at a kiosk that is ready. */
export async function startJob(kiosk: Kiosk, job: JobKind): Promise<void> {
  await kiosk.shows('attract');
  const ways = kiosk.page.getByRole('navigation', { name: 'What else you can do here' });
  await ways.getByRole('button', { name: STARTS[job] }).click();
}

/** Agrees to what the preview shows. */
export async function agree(kiosk: Kiosk, job: JobKind): Promise<void> {
  await kiosk.shows('compare');
  await kiosk.button(WRITES[job]).click();
}

/** Both devices by their masked numbers, as the receipt's screen has them. */
export function pathOf(from: Card, between: '→' | 'and', to: Card): RegExp {
  const [one, other] = [from, to].map(({ tokenId }) => `ending \\W?${tokenId.slice(-4)}\\W*`);
  return new RegExp(`${one} ${between} .*${other}`);
}

/** Waits until the kiosk asks for this device of the job. */
export async function asksFor(kiosk: Kiosk, role: DeviceRole, title: string | RegExp): Promise<void> {
  await expect
    .poll(() => kiosk.snapshot(), { message: `the kiosk asks for the ${role} device`, timeout: 20_000 })
    .toMatchObject({ screen: { screen: 'present', role } });
  await kiosk.shows('present', title);
}
