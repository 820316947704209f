import type { HostDeps } from '../host/deps.ts';

export interface PastSynchronization {
  readonly jobId: string;
  readonly transferId: string;
  readonly kiosk: string;
}

/** A synchronization that was finished before, as far as the token's quota counts it. */
export async function addSynchronization(
  { store, now }: HostDeps,
  tokenId: string,
  { jobId, transferId, kiosk }: PastSynchronization,
): Promise<void> {
  const at = now();
  await store.db
    .insertInto('transfers')
    .values({
      token_id: tokenId,
      transfer_id: transferId,
      job_id: jobId,
      kind: 'synchronize',
      device_role: 'second',
      kiosk,
      request_hash: '',
      asked_at: at,
      holds_until: at,
      used_at: at,
      ended_as: 'done',
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
