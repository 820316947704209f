import { toHex } from '../../../shared/image/bytes.ts';
import type { Command } from './exchange.ts';
import { means, type StatusTable } from './status.ts';

const SELECT = 0xa4;
const BY_NAME = 0x04;
const CHILD_EF = 0x02;
/** First or only occurrence, no response data (ISO 7816-4, table 63). */
const NO_DATA = 0x0c;

const foreign = means('token-foreign', 'the application is not on this token');
const BY_NAME_STATUS: StatusTable = new Map([
  [0x6a82, foreign],
  [0x6a81, foreign],
  [0x6a86, foreign],
  [0x6a87, foreign],
  [0x6a88, foreign],
  [0x6999, foreign],
  [0x6d00, foreign],
  [0x6e00, foreign],
  [0x6283, means('token-refused', 'the application is deactivated', 'none')],
]);

/** SELECT by DF name: makes an application the current one. */
export const selectApplication = (aid: Uint8Array): Command => ({
  name: `SELECT ${toHex(aid)}`,
  apdu: { cla: 0, ins: SELECT, p1: BY_NAME, p2: NO_DATA, data: aid },
  statusWords: BY_NAME_STATUS,
  length: 0,
});

const EF_STATUS: StatusTable = new Map([
  [0x6a82, means('token-layout-unknown', 'the file is not there')],
  [0x6283, means('token-refused', 'the file is deactivated', 'none')],
]);

/** SELECT of an EF under the current DF by its file identifier. */
export const selectFile = (file: { readonly name: string; readonly id: number }): Command => ({
  name: `SELECT ${file.name}`,
  apdu: { cla: 0, ins: SELECT, p1: CHILD_EF, p2: NO_DATA, data: Uint8Array.of(file.id >> 8, file.id & 0xff) },
  statusWords: EF_STATUS,
  length: 0,
});
