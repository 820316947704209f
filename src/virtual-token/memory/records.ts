import { RECORD_CONTROL, type RecordFile } from '../file-system/file.ts';
import type { Memory, Region } from './memory.ts';

/** What the control bytes of a record file say. */
interface Control {
  /** Records in use. */
  readonly count: number;
  /** Place of the record that was appended last, counted from 0. */
  readonly newest: number;
}

function readControl(memory: Memory, file: RecordFile): Control {
  const view = new DataView(memory.bytes.buffer, memory.bytes.byteOffset);
  return { count: view.getUint16(file.at), newest: view.getUint16(file.at + 2) };
}

/** How many records the file holds. */
export const recordCount = (memory: Memory, file: RecordFile): number => readControl(memory, file).count;

/** Each record begins on a page of its own, so a torn record never harms its neighbour. */
const regionOf = (file: RecordFile, place: number): Region => ({
  at: file.at + RECORD_CONTROL + place * file.recordSize,
  length: file.recordSize,
});

/** Record `number`, from 1: in a linear file the first one written, in a cyclic one the newest. */
function locate(memory: Memory, file: RecordFile, number: number): Region | undefined {
  const { count, newest } = readControl(memory, file);
  if (number < 1 || number > count) return undefined;
  if (file.structure === 'linear-fixed') return regionOf(file, number - 1);
  return regionOf(file, (newest - (number - 1) + file.records) % file.records);
}

/** The bytes of record `number`, or `undefined` when there is none. */
export function readRecord(memory: Memory, file: RecordFile, number: number): Uint8Array | undefined {
  const region = locate(memory, file, number);
  return region && memory.bytes.slice(region.at, region.at + region.length);
}

/** `missing` when there is no such record, `torn` when a cut ended the write. */
export function updateRecord(
  memory: Memory,
  file: RecordFile,
  number: number,
  data: Uint8Array,
): 'written' | 'missing' | 'torn' {
  const region = locate(memory, file, number);
  if (region === undefined) return 'missing';
  return memory.write(region, 0, data) ? 'written' : 'torn';
}

/** Adds a record; a full cyclic file loses its oldest one, a full linear file answers `full`. */
export function appendRecord(
  memory: Memory,
  file: RecordFile,
  data: Uint8Array,
): 'written' | 'full' | 'torn' {
  const { count, newest } = readControl(memory, file);
  if (file.structure === 'linear-fixed' && count === file.records) return 'full';
  const place = count === 0 ? 0 : (newest + 1) % file.records;
  if (!memory.write(regionOf(file, place), 0, data)) return 'torn';
  const control = new Uint8Array(RECORD_CONTROL);
  const view = new DataView(control.buffer);
  view.setUint16(0, Math.min(count + 1, file.records));
  view.setUint16(2, place);
  return memory.write({ at: file.at, length: RECORD_CONTROL }, 0, control) ? 'written' : 'torn';
}
