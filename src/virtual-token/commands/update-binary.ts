import { status } from './answer.ts';
import { binaryAddress } from './binary-address.ts';
import type { Command } from './session.ts';
import { SW } from './status.ts';

/** UPDATE BINARY D6. Data that would pass the end of the file is refused whole with 6A84. */
export const updateBinary: Command = (apdu, session) => {
  if (apdu.data.length === 0 || apdu.ne > 0) return status(SW.wrongLength);
  const address = binaryAddress(apdu.p1, apdu.p2, session);
  if (typeof address === 'number') return status(address);
  const { file, offset } = address;
  if (offset + apdu.data.length > file.size) return status(SW.notEnoughMemory);
  const whole = session.memory.write({ at: file.at, length: file.size }, offset, apdu.data);
  return whole ? status(SW.success) : 'torn';
};
