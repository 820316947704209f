import type { TransparentFile } from '../file-system/file.ts';
import { type Session, workingFile } from './session.ts';
import { SW } from './status.ts';

/**
 * Where READ BINARY and UPDATE BINARY with an even INS begin (ISO 7816-4, 7.2.2): P1's bit 8 tells a
 * short EF identifier with an offset of one byte from an offset of fifteen bits into the current file.
 * A number is the status word to refuse with.
 */
export function binaryAddress(
  p1: number,
  p2: number,
  session: Session,
): { readonly file: TransparentFile; readonly offset: number } | number {
  const short = (p1 & 0x80) !== 0;
  if (short && ((p1 & 0x60) !== 0 || (p1 & 0x1f) === 0 || (p1 & 0x1f) === 31)) return SW.wrongP1P2;
  const file = workingFile(session, short ? p1 & 0x1f : 0);
  if (typeof file === 'number') return file;
  if (file.structure !== 'transparent') return SW.incompatibleFile;
  const offset = short ? p2 : ((p1 & 0x7f) << 8) | p2;
  return offset >= file.size ? SW.offsetOutside : { file, offset };
}
