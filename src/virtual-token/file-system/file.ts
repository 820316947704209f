import type { Structure } from '../../shared/token/declaration.ts';

/** A master file or dedicated file: it holds others (ISO 7816-4, 7.1). */
export interface DedicatedFile {
  readonly type: 'df';
  readonly id: number;
  /** DF name, an application identifier. */
  readonly name: Uint8Array | undefined;
  readonly parent: DedicatedFile | undefined;
  readonly children: File[];
}

interface Elementary {
  readonly type: 'ef';
  readonly id: number;
  /** Short EF identifier, 1 to 30. */
  readonly sfi: number | undefined;
  readonly parent: DedicatedFile;
  /** Where the file begins in the token's memory. */
  readonly at: number;
}

export interface TransparentFile extends Elementary {
  readonly structure: 'transparent';
  readonly size: number;
}

/** Its memory begins with `RECORD_CONTROL` bytes: records in use, then the place of the newest one. */
export interface RecordFile extends Elementary {
  readonly structure: Exclude<Structure, 'transparent'>;
  readonly recordSize: number;
  /** How many records there is room for. */
  readonly records: number;
}

export type ElementaryFile = TransparentFile | RecordFile;
export type File = DedicatedFile | ElementaryFile;

export const MASTER_FILE = 0x3f00;
export const RECORD_CONTROL = 4;

/** Bytes of the token's memory that the file takes up. */
export const footprint = (file: ElementaryFile): number =>
  file.structure === 'transparent' ? file.size : RECORD_CONTROL + file.records * file.recordSize;
