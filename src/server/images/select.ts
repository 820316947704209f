import { z } from 'zod';
import { InstantSchema } from '../../shared/contract/host.ts';
import { ProgrammeSchema } from '../../shared/image/model.ts';

/** Which backup is wanted, and how much of it. Without criteria: all of the latest one. */
export const CriteriaSchema = z.strictObject({
  /** Only these programmes come from the backup, the rest from the newest image that is known. */
  programmes: z.array(ProgrammeSchema).min(1).max(64).optional(),
  /** The latest backup made at or before this instant. */
  asOf: InstantSchema.optional(),
  /** Only images that a kiosk read back from the token. */
  verifiedOnly: z.boolean().optional(),
});
export type Criteria = z.infer<typeof CriteriaSchema>;

/** What is known of a backup without opening it. */
export interface BackupFacts {
  readonly backupId: string;
  readonly digest: string;
  readonly sequence: number;
  readonly generation: number;
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly capturedAt: number;
  readonly recordedBy: string;
  readonly origin: 'issued' | 'composed' | 'recorded';
  readonly verified: boolean;
  /** Whether it was made here of what another device had. */
  readonly transferred: boolean;
}

export interface Selection<B extends BackupFacts> {
  readonly backup: B;
  readonly why: 'latest-verified' | 'latest' | 'as-of' | 'issued';
}

const latest = <B extends BackupFacts>(backups: readonly B[]): B | undefined =>
  backups.reduce<B | undefined>(
    (best, backup) =>
      best === undefined ||
      backup.sequence > best.sequence ||
      (backup.sequence === best.sequence && backup.digest > best.digest)
        ? backup
        : best,
    undefined,
  );

/** An image that was composed but never confirmed is no backup: nobody knows that it was written. */
export const isBackup = (facts: BackupFacts): boolean => facts.verified || facts.origin !== 'composed';

/**
 * What an update can begin with: nothing from before the last transfer that is on the token. Older images have
 * another beginning, to which the ledger's transactions of the other device do not belong.
 */
export function sinceTransfer<B extends BackupFacts>(backups: readonly B[]): B[] {
  const transfer = latest(backups.filter((backup) => backup.transferred && backup.verified));
  return backups.filter((backup) => transfer === undefined || backup.sequence >= transfer.sequence);
}

/**
 * The backup that the criteria ask for, or `undefined` when there is none. A verified image goes before one that
 * nobody has seen on a token.
 */
export function selectBackup<B extends BackupFacts>(
  backups: readonly B[],
  criteria: Criteria,
): Selection<B> | undefined {
  const until = criteria.asOf === undefined ? undefined : Date.parse(criteria.asOf) / 1000;
  const candidates = backups.filter((b) => isBackup(b) && (until === undefined || b.capturedAt <= until));
  const verified = latest(candidates.filter((b) => b.verified));
  const backup = verified ?? (criteria.verifiedOnly === true ? undefined : latest(candidates));
  if (backup === undefined) return undefined;
  if (until !== undefined) return { backup, why: 'as-of' };
  if (backup.verified) return { backup, why: 'latest-verified' };
  return { backup, why: backup.origin === 'issued' ? 'issued' : 'latest' };
}
