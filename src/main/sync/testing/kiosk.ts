import { onTestFinished, vi } from 'vitest';
import type { Failure } from '../../../shared/contract/failure.ts';
import { openJournal } from '../../journal/open.ts';
import { must, sampleOutcome, scratch } from '../../journal/testing/samples.ts';
import { createOutboxPump, type PumpOptions } from '../outbox-pump.ts';
import type { Timeouts } from '../transport.ts';
import { sampleClient } from './samples.ts';
import type { Told } from './server.ts';

/** Everything that a pump told its listeners. */
export interface Heard {
  readonly confirmed: Told[];
  readonly trouble: [Failure['code'], number | null][];
  readonly online: boolean[];
}

/** A journal, a client and a pump as a kiosk has them, with waits of milliseconds; ended with the test. */
export function startKiosk(
  baseUrl: string,
  { timeouts, ...over }: Partial<PumpOptions & { timeouts: Timeouts }> = {},
  path?: string,
) {
  const place = scratch();
  const file = path ?? place.path;
  const { journal } = must(openJournal({ path: file, now: Date.now }));
  const client = sampleClient(baseUrl, timeouts === undefined ? {} : { timeouts });
  const pump = createOutboxPump({
    outbox: journal,
    client,
    kiosk: sampleOutcome().kiosk,
    now: Date.now,
    random: () => 0,
    backoff: { firstMs: 5, longestMs: 40 },
    ...over,
  });
  const heard: Heard = { confirmed: [], trouble: [], online: [] };
  pump.onConfirmed(({ visitId, revision }) => heard.confirmed.push({ visitId, revision }));
  pump.onTrouble((why, entry) => heard.trouble.push([why.code, entry?.id ?? null]));
  pump.onReachability((online) => heard.online.push(online));
  let ended = false;
  const end = async () => {
    if (ended) return;
    ended = true;
    await pump.stop();
    client.close();
    journal.close();
    place.remove();
  };
  onTestFinished(end);
  return { journal, client, pump, heard, path: file, end };
}

/** Waits until `check` does not throw any more. */
export const until = (check: () => void) => vi.waitFor(check, { timeout: 30_000, interval: 5 });
