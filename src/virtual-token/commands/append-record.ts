import { appendRecord } from '../memory/records.ts';
import { status } from './answer.ts';
import { recordFile } from './record-file.ts';
import type { Command } from './session.ts';
import { SW } from './status.ts';

/** APPEND RECORD E2. A full cyclic file loses its oldest record, a full linear file answers 6A84. */
export const appendRecordCommand: Command = (apdu, session) => {
  if (apdu.ne > 0) return status(SW.wrongLength);
  if (apdu.p1 !== 0 || (apdu.p2 & 0b111) !== 0) return status(SW.wrongP1P2);
  const file = recordFile(apdu.p2, session);
  if (typeof file === 'number') return status(file);
  if (apdu.data.length !== file.recordSize) return status(SW.wrongLength);
  const result = appendRecord(session.memory, file, apdu.data);
  if (result === 'torn') return 'torn';
  return status(result === 'full' ? SW.notEnoughMemory : SW.success);
};
