import { updateRecord } from '../memory/records.ts';
import { status } from './answer.ts';
import { P1_IS_NUMBER, recordFile } from './record-file.ts';
import type { Command } from './session.ts';
import { SW } from './status.ts';

/** UPDATE RECORD DC of the record that P1 numbers; data of any length but the record's is 6700. */
export const updateRecordCommand: Command = (apdu, session) => {
  if (apdu.ne > 0) return status(SW.wrongLength);
  if ((apdu.p2 & 0b111) !== P1_IS_NUMBER) return status(SW.wrongP1P2);
  const file = recordFile(apdu.p2, session);
  if (typeof file === 'number') return status(file);
  if (apdu.data.length !== file.recordSize) return status(SW.wrongLength);
  const result = updateRecord(session.memory, file, apdu.p1, apdu.data);
  if (result === 'torn') return 'torn';
  return status(result === 'missing' ? SW.recordNotFound : SW.success);
};
