import type { ReaderState } from './binding.ts';

/** SCARD_READERSTATE.dwEventState (PC/SC part 5): flags below, a count of insertions and removals above. */
const UNKNOWN = 0x0004;
const UNAVAILABLE = 0x0008;
const PRESENT = 0x0020;
const MUTE = 0x0200;

/** What `flags` say, or undefined when they say that the reader is gone. */
export function readerState(reader: string, flags: number, atr: Uint8Array): ReaderState | undefined {
  if (flags & (UNKNOWN | UNAVAILABLE)) return undefined;
  const present = (flags & PRESENT) !== 0;
  const token = !present ? 'absent' : flags & MUTE ? 'unreadable' : 'present';
  return { reader, token, atr: present ? Uint8Array.from(atr) : new Uint8Array(), changes: flags >>> 16 };
}
