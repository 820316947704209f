import type { FileDeclaration } from '../../../shared/token/declaration.ts';
import type { Command } from './exchange.ts';
import { means, type StatusTable } from './status.ts';

const READ_RECORD = 0xb2;
/** P2, bits 3 to 1 (ISO 7816-4, table 49). */
const THE_RECORD_P1 = 0b100;
const FROM_P1_TO_LAST = 0b101;

export const RECORD_NOT_FOUND = 0x6a83;

const STATUS: StatusTable = new Map([
  [0x6281, means('token-damaged', 'part of the data may be corrupted')],
  [0x6282, means('token-layout-unknown', 'the record is shorter than it should be')],
  [0x6981, means('token-layout-unknown', 'the file has no records')],
  [0x6a82, means('token-layout-unknown', 'the file is not there')],
  [RECORD_NOT_FOUND, means('token-layout-unknown', 'the record is not there')],
]);

type RecordFile = Pick<FileDeclaration<unknown>, 'name' | 'sfi'>;

const command = (file: RecordFile, number: number, mode: number, length: number): Command => ({
  name: `READ RECORD ${file.name} ${number}`,
  apdu: { cla: 0, ins: READ_RECORD, p1: number, p2: (file.sfi << 3) | mode, ne: length },
  statusWords: STATUS,
  length,
});

/** READ RECORD of the record `number`, from 1; in a cyclic file 1 is the newest. */
export const readRecord = (file: RecordFile, number: number, size: number): Command =>
  command(file, number, THE_RECORD_P1, size);

/** READ RECORD(S) of all records from the first to the last, `count` of `size` bytes each. */
export const readRecords = (file: RecordFile, count: number, size: number): Command =>
  command(file, 1, FROM_P1_TO_LAST, count * size);
