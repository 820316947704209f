import { randomBytes } from 'node:crypto';
import type { Answer } from '../commands/answer.ts';
import { status } from '../commands/answer.ts';
import { SW } from '../commands/status.ts';

/** A phone's UID is random and new with each tap: four bytes, the first 08 (ISO 14443-3, 6.5.4). */
export const randomUid = (): Uint8Array => Uint8Array.of(0x08, ...randomBytes(3));

/** GET DATA of the UID (PC/SC part 3, 3.2.2.1.3): a contactless reader answers it, not the token. */
export function readerCommand(message: Uint8Array, uid: Uint8Array): Answer | undefined {
  if (message[0] !== 0xff) return undefined;
  const [, ins, p1, p2, le] = message;
  if (ins !== 0xca || p1 !== 0 || p2 !== 0 || message.length !== 5) return status(SW.classUnknown);
  return le === 0 || le === uid.length ? { data: uid, sw: SW.success } : status(SW.wrongLe | uid.length);
}
