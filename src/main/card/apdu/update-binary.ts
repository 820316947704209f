import { type BinaryAddress, binaryParameters } from './binary.ts';
import type { Command } from './exchange.ts';
import { accepted, means, type StatusTable } from './status.ts';

const UPDATE_BINARY = 0xd6;

/** 63CX: written after X internal retries. It counts as carried out, because every write is read back. */
export const WRITTEN_AFTER_RETRIES = Array.from({ length: 16 }, (_, x) => [0x63c0 | x, accepted] as const);

const STATUS: StatusTable = new Map([
  ...WRITTEN_AFTER_RETRIES,
  [0x6581, means('token-memory-failed', 'memory failure', 'changed')],
  [0x6981, means('token-layout-unknown', 'the file has no binary structure')],
  [0x6982, means('token-refused', 'the file is protected against writing', 'none')],
  [0x6986, means('token-reset', 'no file is selected any more', 'none')],
  [0x6a82, means('token-layout-unknown', 'the file is not there')],
  [0x6a84, means('token-layout-unknown', 'the file is shorter than it should be')],
  [0x6b00, means('token-layout-unknown', 'the file is shorter than it should be')],
]);

/** UPDATE BINARY. With a short identifier the file becomes the current one. */
export const updateBinary = (to: BinaryAddress, data: Uint8Array): Command => ({
  name: `UPDATE BINARY ${to.name}`,
  apdu: { cla: 0, ins: UPDATE_BINARY, ...binaryParameters(to), data },
  statusWords: STATUS,
  length: 0,
});
