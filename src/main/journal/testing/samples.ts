import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackupReport } from '../../../shared/contract/host.ts';
import { digestOf } from '../../../shared/image/envelope.ts';
import { report } from '../../../shared/visit/testing.ts';
import type { NewIntent } from '../intents.ts';
import type { OutcomeDraft } from '../outbox.ts';

export { must } from '../../../shared/testing/results.ts';

/** 2026-11-22T13:05:07Z in milliseconds: the hour at which samples happen. */
export const NOON = Date.UTC(2026, 10, 22, 13, 5, 7);
export const TOKEN = '00112233445566ff';

/** A folder of its own, and the way to remove it. */
export function scratch(): { readonly folder: string; readonly path: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'recard-journal-'));
  return {
    folder,
    path: join(folder, 'journal.db'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function sampleOutcome(over: Partial<OutcomeDraft> = {}): OutcomeDraft {
  return {
    kiosk: 'kiosk-1',
    tokenId: TOKEN,
    at: '2026-11-22T13:05:07Z',
    outcome: 'interrupted',
    written: null,
    failure: null,
    ...over,
  };
}

export function sampleBackup(): BackupReport {
  const digest = digestOf(new Uint8Array());
  return {
    kiosk: 'kiosk-1',
    at: '2026-11-22T13:05:07Z',
    token: report({ tokenId: TOKEN, image: { digest, sequence: 1, length: 1 } }),
    image: 'AA==',
  };
}

export function sampleIntent(over: Partial<NewIntent> = {}): NewIntent {
  const image = new Uint8Array(randomBytes(512));
  const digest = digestOf(image);
  return {
    id: randomUUID(),
    visitId: randomUUID(),
    tokenId: TOKEN,
    requestId: '00000000000000a1',
    beforeDigest: null,
    beforeSequence: 0,
    afterDigest: digest,
    image,
    slot: 'B',
    targetLogSequence: 7,
    decision: {
      decision: 'update',
      reason: 'request-pending',
      requestId: '00000000000000a1',
      requestReason: 'replacement',
      digest,
      sequence: 4,
      chosen: {
        backupId: 'backup-1',
        sequence: 3,
        capturedAt: '2026-11-20T09:00:00Z',
        recordedBy: 'kiosk-1',
        verified: true,
        why: 'latest-verified',
        transactionsAdded: 2,
      },
      logIncluded: 7,
    },
    ...over,
  };
}
