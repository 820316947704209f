import { concatBytes } from '../../shared/image/bytes.ts';
import { readRecord, recordCount } from '../memory/records.ts';
import { dataAnswer, status } from './answer.ts';
import { P1_IS_FIRST, P1_IS_NUMBER, recordFile } from './record-file.ts';
import type { Command } from './session.ts';
import { SW } from './status.ts';

/**
 * READ RECORD B2: one record, or all from P1 to the last. An Le below what there is reads the first Le
 * bytes (partial read, ISO 7816-4, 7.3.3), one above it answers all of it with 6282. There is no record
 * pointer, so P1 = 0 (the current record) finds none.
 */
export const readRecordCommand: Command = (apdu, session) => {
  if (apdu.data.length > 0 || apdu.ne === 0) return status(SW.wrongLength);
  const mode = apdu.p2 & 0b111;
  if (mode !== P1_IS_NUMBER && mode !== P1_IS_FIRST) return status(SW.wrongP1P2);
  const file = recordFile(apdu.p2, session);
  if (typeof file === 'number') return status(file);
  const first = readRecord(session.memory, file, apdu.p1);
  if (first === undefined) return status(SW.recordNotFound);
  if (mode === P1_IS_NUMBER) return dataAnswer(first, apdu.ne, apdu.all);
  const records = [first];
  const last = Math.min(recordCount(session.memory, file), apdu.p1 + Math.ceil(apdu.ne / file.recordSize));
  for (let number = apdu.p1 + 1; number <= last; number++) {
    const record = readRecord(session.memory, file, number);
    if (record !== undefined) records.push(record);
  }
  return dataAnswer(concatBytes(...records), apdu.ne, apdu.all);
};
