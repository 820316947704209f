import path from 'node:path';
import { deskStaff, STAFF_MEMBER } from '../../scripts/world/kiosk-config.ts';
import type { ServerProcess } from '../../scripts/world/server.ts';
import { must } from '../../scripts/world/tokens.ts';
import { openReadOnly } from '../../src/main/journal/inspect.ts';
import { createJobRecords, type JobRecord } from '../../src/main/journal/job-records.ts';
import { ShownCredentialSchema } from '../../src/server/host/admin-contract.ts';
import type { Kiosk } from './kiosk.ts';
import type { KioskWishes } from './wishes.ts';

export const DESK_ID = 'harbour-desk-1';

/** Makes the desk's credential, and tells how its kiosk is to be started. */
export async function openDesk(
  { admin, url }: Pick<ServerProcess, 'admin' | 'url'>,
  directory: string,
): Promise<KioskWishes> {
  const made = await admin.post('/v1/credentials', { role: 'desk', name: DESK_ID });
  const { token } = ShownCredentialSchema.parse(made.data);
  return {
    config: {
      kiosk: { id: DESK_ID, branch: 'Harbour Square', mode: 'desk' },
      host: { url, credential: token },
      data: { directory },
      staff: deskStaff(),
    },
    window: '1280x800',
  };
}

/** The member of staff says who they are, unless they have. */
export async function signIn({ page }: Kiosk): Promise<void> {
  const bar = page.getByRole('banner');
  if (await bar.getByText(STAFF_MEMBER.name).isVisible()) return;
  await bar.getByRole('button', { name: 'Sign in' }).click();
  const pad = page.getByRole('dialog', { name: 'Who works here?' });
  await pad.waitFor();
  await page.keyboard.type(STAFF_MEMBER.pin);
  await page.keyboard.press('Enter');
  await bar.getByText(STAFF_MEMBER.name).waitFor();
}

/** What the desk's journal says of its latest job. */
export function latestJob(directory: string): JobRecord | undefined {
  const journal = openReadOnly(path.join(directory, 'journal.db'));
  try {
    return must(createJobRecords(journal, Date.now).recentJobs(1))[0];
  } finally {
    journal.close();
  }
}
