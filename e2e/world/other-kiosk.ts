import { randomUUID } from 'node:crypto';
import { must } from '../../scripts/world/tokens.ts';
import { readToken } from '../../src/main/card/read.ts';
import { inProcessReader } from '../../src/main/reader/in-process.ts';
import { createHostClient } from '../../src/main/sync/host-client.ts';
import { ShownCredentialSchema } from '../../src/server/host/admin-contract.ts';
import type { Decision } from '../../src/shared/contract/host.ts';
import { InProcessToken } from '../../src/virtual-token/in-process.ts';
import { openStateFile } from '../../src/virtual-token/memory/file-store.ts';
import type { Card } from './cards.ts';
import type { Host } from './host.ts';

const OTHER = 'harbour-square-2';

/** Another kiosk reads the card, asks the host what to do with it, and is not heard of again. */
export async function openAtOtherKiosk(host: Host, card: Card): Promise<Decision> {
  const { admin, url } = host.server;
  const made = await admin.post('/v1/credentials', { role: 'kiosk', name: OTHER });
  const { token } = ShownCredentialSchema.parse(made.data);
  const client = createHostClient({
    baseUrl: url,
    kiosk: OTHER,
    credential: () => token,
    timeouts: { connectMs: 3000, totalMs: 8000 },
  });
  const decision = await client.openVisit({
    visitId: randomUUID(),
    kiosk: OTHER,
    at: new Date().toISOString(),
    token: await reportOf(card),
  });
  client.close();
  return must(decision);
}

async function reportOf(card: Card) {
  const { state, store } = must(openStateFile(card.state));
  const inside = new InProcessToken(state);
  inside.token.insert();
  const reader = inProcessReader([OTHER]);
  reader.start();
  reader.insert(OTHER, inside);
  const reading = await readToken(must(await reader.connect(OTHER)));
  await reader.stop();
  store.close();
  return must(reading).report;
}
