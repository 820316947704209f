import type { FileDeclaration } from '../../../shared/token/declaration.ts';
import type { Command } from './exchange.ts';
import { means, type StatusTable } from './status.ts';
import { WRITTEN_AFTER_RETRIES } from './update-binary.ts';

const UPDATE_RECORD = 0xdc;
/** P2, bits 3 to 1: replace the record whose number is P1. */
const THE_RECORD_P1 = 0b100;

const STATUS: StatusTable = new Map([
  ...WRITTEN_AFTER_RETRIES,
  [0x6581, means('token-memory-failed', 'memory failure', 'changed')],
  [0x6981, means('token-layout-unknown', 'the file has no records')],
  [0x6982, means('token-refused', 'the file is protected against writing', 'none')],
  [0x6a82, means('token-layout-unknown', 'the file is not there')],
  [0x6a83, means('token-layout-unknown', 'the record is not there')],
]);

/** UPDATE RECORD of the record `number`, from 1. */
export const updateRecord = (
  file: Pick<FileDeclaration<unknown>, 'name' | 'sfi'>,
  number: number,
  data: Uint8Array,
): Command => ({
  name: `UPDATE RECORD ${file.name} ${number}`,
  apdu: { cla: 0, ins: UPDATE_RECORD, p1: number, p2: (file.sfi << 3) | THE_RECORD_P1, data },
  statusWords: STATUS,
  length: 0,
});
