import type { TestInfo } from '@playwright/test';
import type { Branch } from './branch.ts';

/** In characters: some fifty lines. */
const LAST_OF_LOG = 6_000;

/** Keeps with a failed test what the screen showed, what kiosk and host said, and how the cards are. */
export async function keepEvidence(branch: Branch, testInfo: TestInfo): Promise<void> {
  const keep = (name: string, body: string | Buffer, contentType = 'text/plain') =>
    testInfo.attach(name, { body, contentType });
  const statuses = branch.cards.inUse.map((card) =>
    card.ask({ do: 'status' }).catch((error: unknown) => String(error)),
  );
  await keep('cards', JSON.stringify(await Promise.all(statuses), null, 2), 'application/json');
  const visits = await branch.server.admin.get('/v1/visits').then(
    ({ data }: { data: unknown }) => data,
    (error: unknown) => String(error),
  );
  await keep('visits', JSON.stringify(visits, null, 2), 'application/json');
  const kiosk = branch.current;
  if (kiosk === undefined) return;
  await keep('kiosk.log', kiosk.output());
  // Where only the output of a run is kept, this is all that is left of it.
  console.log(kiosk.output().slice(-LAST_OF_LOG));
}
