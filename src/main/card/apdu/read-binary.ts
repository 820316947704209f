import { type BinaryAddress, binaryParameters } from './binary.ts';
import type { Command } from './exchange.ts';
import { means, type StatusTable } from './status.ts';

const READ_BINARY = 0xb0;

const STATUS: StatusTable = new Map([
  [0x6281, means('token-damaged', 'part of the data may be corrupted')],
  [0x6282, means('token-layout-unknown', 'the file is shorter than it should be')],
  [0x6981, means('token-layout-unknown', 'the file has no binary structure')],
  [0x6986, means('token-reset', 'no file is selected any more')],
  [0x6a82, means('token-layout-unknown', 'the file is not there')],
  [0x6b00, means('token-layout-unknown', 'the file is shorter than it should be')],
]);

/** READ BINARY of exactly `length` bytes. With a short identifier the file becomes the current one. */
export const readBinary = (from: BinaryAddress, length: number): Command => ({
  name: `READ BINARY ${from.name}`,
  apdu: { cla: 0, ins: READ_BINARY, ...binaryParameters(from), ne: length },
  statusWords: STATUS,
  length,
});
