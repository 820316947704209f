import { controlParameters } from '../file-system/fcp.ts';
import { type DedicatedFile, type File, MASTER_FILE } from '../file-system/file.ts';
import { byIdentifier, byName, byPath, masterOf } from '../file-system/locate.ts';
import { dataAnswer, status } from './answer.ts';
import type { Command } from './session.ts';
import { SW } from './status.ts';

/** P1 of SELECT (ISO 7816-4, table 62). */
const BY = {
  identifier: 0x00,
  childDf: 0x01,
  childEf: 0x02,
  parent: 0x03,
  name: 0x04,
  path: 0x08,
  pathHere: 0x09,
};
/** P2: first or only occurrence, and what is answered (ISO 7816-4, table 63). */
const RETURN = { fci: 0x00, fcp: 0x04, nothing: 0x0c };

/** SELECT A4. An answer without Le is 9000 alone with T=1; with T=0 the data waits for GET RESPONSE. */
export const select: Command = (apdu, session) => {
  if (apdu.p2 !== RETURN.fci && apdu.p2 !== RETURN.fcp && apdu.p2 !== RETURN.nothing)
    return status(SW.wrongP1P2);
  const file = find(apdu.p1, apdu.data, session.currentDirectory);
  if (typeof file === 'number') return status(file);
  session.currentDirectory = file.type === 'df' ? file : file.parent;
  session.currentFile = file.type === 'ef' ? file : undefined;
  if (apdu.p2 === RETURN.nothing || apdu.ne === 0) return status(SW.success);
  const template = controlParameters(file, apdu.p2 === RETURN.fcp ? 0x62 : 0x6f);
  return dataAnswer(template, apdu.ne, true);
};

function find(p1: number, data: Uint8Array, current: DedicatedFile): File | number {
  const id = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
  const found = (file: File | undefined): File | number => file ?? SW.fileNotFound;
  switch (p1) {
    case BY.identifier:
      if (data.length === 0) return masterOf(current);
      if (data.length !== 2) return SW.wrongLength;
      return id === MASTER_FILE ? masterOf(current) : found(byIdentifier(current, id));
    case BY.childDf:
    case BY.childEf: {
      if (data.length !== 2) return SW.wrongLength;
      const type = p1 === BY.childDf ? 'df' : 'ef';
      return found(current.children.find((file) => file.id === id && file.type === type));
    }
    case BY.parent:
      return data.length === 0 ? found(current.parent) : SW.wrongLength;
    case BY.name:
      return data.length >= 1 && data.length <= 16 ? found(byName(masterOf(current), data)) : SW.wrongLength;
    case BY.path:
    case BY.pathHere: {
      if (data.length < 2 || data.length % 2 !== 0) return SW.wrongLength;
      return found(byPath(p1 === BY.path ? masterOf(current) : current, data));
    }
    default:
      return SW.wrongP1P2;
  }
}
