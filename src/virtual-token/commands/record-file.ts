import type { RecordFile } from '../file-system/file.ts';
import { type Session, workingFile } from './session.ts';
import { SW } from './status.ts';

/** P2's low bits: what P1 means (ISO 7816-4, table 74). */
export const P1_IS_NUMBER = 0b100;
export const P1_IS_FIRST = 0b101;

/** The record file that P2's upper five bits name; a number is the status word to refuse with. */
export function recordFile(p2: number, session: Session): RecordFile | number {
  const sfi = p2 >> 3;
  if (sfi === 31) return SW.wrongP1P2;
  const file = workingFile(session, sfi);
  if (typeof file === 'number') return file;
  return file.structure === 'transparent' ? SW.incompatibleFile : file;
}
