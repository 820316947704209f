import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test as base } from '@playwright/test';
import { lockVirtualReader } from '../../scripts/pcscd/lock.ts';
import { ensurePcscd, type Pcscd } from '../../scripts/pcscd/service.ts';
import { Branch } from './branch.ts';
import type { Card, CardWishes } from './cards.ts';
import { signIn } from './desk.ts';
import { keepEvidence } from './evidence.ts';
import type { Host } from './host.ts';
import type { Kiosk } from './kiosk.ts';

export { expect } from '@playwright/test';

interface PerTest {
  /** The kiosk, ready for a visit. */
  readonly kiosk: Kiosk;
  /** The desk's kiosk with somebody signed in, ready as well. There is one kiosk at a time. */
  readonly desk: Kiosk;
  readonly host: Host;
  readonly makeCard: (wishes?: CardWishes) => Promise<Card>;
  readonly evidence: undefined;
}

interface PerWorker {
  readonly pcscd: Pcscd;
  readonly branch: Branch;
}

/**
 * Real parts only: pcscd, vpcd, software tokens, servers, and the kiosk with its main process, preload and page. Servers
 * and kiosk serve many tests, each with cards of its own, and are started again where a test ended them.
 */
export const test = base.extend<PerTest, PerWorker>({
  pcscd: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from its pattern
    async ({}, use) => {
      const unlock = await lockVirtualReader();
      const pcscd = await ensurePcscd();
      await use(pcscd);
      await pcscd.stop();
      await unlock();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  branch: [
    async ({ pcscd: _running }, use) => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'recard-e2e-'));
      const branch = await Branch.open(folder);
      await use(branch);
      await branch.close();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  evidence: [
    async ({ branch }, use, testInfo) => {
      branch.current?.turnPage();
      await use(undefined);
      if (testInfo.status !== testInfo.expectedStatus) await keepEvidence(branch, testInfo);
      await branch.cards.clear();
    },
    { auto: true },
  ],
  kiosk: async ({ branch, evidence: _first }, use) => {
    const kiosk = await branch.kiosk();
    await kiosk.settle();
    kiosk.turnPage();
    await use(kiosk);
  },
  desk: async ({ branch, evidence: _first }, use) => {
    const desk = await branch.desk();
    await desk.settle();
    await signIn(desk);
    desk.turnPage();
    await use(desk);
  },
  host: async ({ branch }, use) => use(branch.host),
  makeCard: async ({ branch }, use) => use((wishes) => branch.cards.make(wishes)),
});
