import { concatBytes } from '../../shared/image/bytes.ts';
import type { ElementaryFile, File } from './file.ts';

const tlv = (tag: number, ...value: readonly number[]): Uint8Array =>
  Uint8Array.of(tag, value.length, ...value);
const u16 = (value: number): [number, number] => [value >> 8, value & 0xff];

/** File descriptor bytes of ISO 7816-4, table 12. */
const DESCRIPTOR = { df: 0x38, transparent: 0x01, 'linear-fixed': 0x02, cyclic: 0x06 } as const;
/** Data coding byte: proprietary write behaviour, data units of one byte (ISO 7816-4, table 118). */
const DATA_CODING = 0x21;
const OPERATIONAL = 0x05;

const descriptor = (file: ElementaryFile): Uint8Array =>
  file.structure === 'transparent'
    ? tlv(0x82, DESCRIPTOR.transparent)
    : tlv(0x82, DESCRIPTOR[file.structure], DATA_CODING, ...u16(file.recordSize), file.records);

const dataBytes = (file: ElementaryFile): number =>
  file.structure === 'transparent' ? file.size : file.records * file.recordSize;

/**
 * File control parameters (ISO 7816-4, 7.4.3) in the template `62`, or in `6F` when a command asks for
 * all control information: size (80), descriptor (82), identifier (83), DF name (84), short EF
 * identifier (88) and life cycle status (8A).
 */
export function controlParameters(file: File, template: 0x62 | 0x6f): Uint8Array {
  const parts =
    file.type === 'df'
      ? [
          tlv(0x82, DESCRIPTOR.df),
          tlv(0x83, ...u16(file.id)),
          file.name === undefined ? new Uint8Array(0) : tlv(0x84, ...file.name),
        ]
      : [
          tlv(0x80, ...u16(Math.min(dataBytes(file), 0xffff))),
          descriptor(file),
          tlv(0x83, ...u16(file.id)),
          file.sfi === undefined ? tlv(0x88) : tlv(0x88, file.sfi << 3),
        ];
  return tlv(template, ...concatBytes(...parts, tlv(0x8a, OPERATIONAL)));
}
