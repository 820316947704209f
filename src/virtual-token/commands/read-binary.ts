import { dataAnswer, status } from './answer.ts';
import { binaryAddress } from './binary-address.ts';
import type { Command } from './session.ts';
import { SW } from './status.ts';

/** READ BINARY B0. Fewer bytes up to the end of the file than a nonzero Le asks for: these, and 6282. */
export const readBinary: Command = (apdu, session) => {
  if (apdu.data.length > 0 || apdu.ne === 0) return status(SW.wrongLength);
  const address = binaryAddress(apdu.p1, apdu.p2, session);
  if (typeof address === 'number') return status(address);
  const { file, offset } = address;
  const until = Math.min(file.size, offset + apdu.ne);
  return dataAnswer(session.memory.bytes.slice(file.at + offset, file.at + until), apdu.ne, apdu.all);
};
