import type { TransferAnswer } from '../../../shared/contract/transfer.ts';
import type { JobAnswer } from '../../../shared/visit/event.ts';
import type { Services } from '../services.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An answer to a job; whose it is, the runner adds. */
export type JobReply = DistributiveOmit<JobAnswer, 'jobId'>;

/** Tells the log what the host said about a device: with its reason, never with its holder. */
export function logChecked(services: Services, transferId: string, answer: TransferAnswer): void {
  const { valid, quotaLeft } = answer;
  services.log('device-checked', { transferId, valid, quotaLeft, reason: valid ? null : answer.reason });
}
