import { ok, type Result } from '../contract/result.ts';
import type { FileDeclaration } from './declaration.ts';
import { EF_COMMIT, type Slot } from './ef-commit.ts';
import { EF_LOG } from './ef-log.ts';
import { EF_TOKEN } from './ef-token.ts';

/** Application identifier of the native profile (ISO 7816-5, proprietary category F). */
export const RECARD_AID = Uint8Array.of(0xf0, 0x52, 0x45, 0x43, 0x41, 0x52, 0x44, 0x01);
/** File identifier of the application's DF. */
export const RECARD_DF = 0x5243;

const slot = (name: string, id: number, sfi: number): FileDeclaration<Uint8Array> => ({
  name,
  id,
  sfi,
  structure: 'transparent',
  size: undefined,
  encode: (bytes) => bytes,
  decode: (bytes): Result<Uint8Array> => ok(bytes),
  vectors: [{ value: Uint8Array.of(0xd2, 0x84), hex: 'd284' }],
});

/** Holds a signed image (COSE_Sign1); what follows it in the slot means nothing. */
export const EF_SLOT: Readonly<Record<Slot, FileDeclaration<Uint8Array>>> = {
  A: slot('EF.SLOT.A', 0x0003, 3),
  B: slot('EF.SLOT.B', 0x0004, 4),
};

export const otherSlot = (slot: Slot | null): Slot => (slot === 'A' ? 'B' : 'A');

/** Every file of the native token, in the order of docs/token-format.md. */
export const NATIVE_FILES = [EF_TOKEN, EF_COMMIT, EF_SLOT.A, EF_SLOT.B, EF_LOG] as const;
