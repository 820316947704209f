import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BackupFacts, selectBackup } from './select.ts';

const backup = (sequence: number, over: Partial<BackupFacts> = {}): BackupFacts => ({
  backupId: `b${sequence}`,
  digest: String(sequence).padStart(64, '0'),
  sequence,
  generation: 1,
  capturedAt: sequence * 100,
  recordedBy: 'kiosk-1',
  origin: 'recorded',
  verified: true,
  transferred: false,
  ...over,
});
const pick = (backups: BackupFacts[], criteria = {}) => {
  const selection = selectBackup(backups, criteria);
  return selection && [selection.backup.sequence, selection.why];
};
const at = (seconds: number) => new Date(seconds * 1000).toISOString();

test('the latest verified backup goes before a later one that nobody read back', () => {
  expect(pick([backup(1), backup(3), backup(4, { verified: false })])).toEqual([3, 'latest-verified']);
});

test('without a verified one it is the latest, and says so when it is the first image', () => {
  expect(pick([backup(1, { verified: false }), backup(2, { verified: false })])).toEqual([2, 'latest']);
  expect(pick([backup(1, { verified: false, origin: 'issued' })])).toEqual([1, 'issued']);
});

test('an image that was composed and never confirmed is no backup', () => {
  expect(pick([backup(1, { verified: false }), backup(2, { origin: 'composed', verified: false })])).toEqual([
    1,
    'latest',
  ]);
  expect(pick([backup(1), backup(2, { origin: 'composed' })])).toEqual([2, 'latest-verified']);
});

test('as of a date nothing later is taken, and the date itself counts', () => {
  expect(pick([backup(1), backup(2), backup(3)], { asOf: at(200) })).toEqual([2, 'as-of']);
  expect(pick([backup(1)], { asOf: at(99) })).toBeUndefined();
});

test('verified only: rather none than an unverified one', () => {
  expect(pick([backup(1, { verified: false })], { verifiedOnly: true })).toBeUndefined();
});

test('the order of the list does not matter, and what is chosen fits the criteria', () => {
  const backups = fc.uniqueArray(
    fc
      .tuple(fc.integer({ min: 1, max: 50 }), fc.boolean(), fc.constantFrom('issued', 'composed', 'recorded'))
      .map(([sequence, verified, origin]) =>
        backup(sequence, { verified, origin: origin as BackupFacts['origin'] }),
      ),
    { selector: (b) => b.sequence },
  );
  fc.assert(
    fc.property(backups, fc.integer({ min: 0, max: 5000 }), fc.boolean(), (list, until, verifiedOnly) => {
      const criteria = { asOf: at(until), verifiedOnly };
      const chosen = selectBackup(list, criteria);
      expect(selectBackup([...list].reverse(), criteria)).toEqual(chosen);
      if (chosen === undefined) return;
      expect(chosen.backup.capturedAt).toBeLessThanOrEqual(until);
      if (verifiedOnly) expect(chosen.backup.verified).toBe(true);
    }),
  );
});
