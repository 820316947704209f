import type { FaultRequest } from '../../src/virtual-token/faults/fault.ts';
import type { Random } from '../random.ts';

/** What one undisturbed presentation sends to the token. */
export interface Length {
  readonly commands: number;
  /** Bytes in the data fields of the commands that write. */
  readonly bytes: number;
}

const WHEN = ['before', 'after'] as const;
const LEAVE = ['old', 'new', 'garbage'] as const;

/** How many ways there are to cut a presentation of this length once. */
export const cutsOf = ({ commands, bytes }: Length): number => commands * WHEN.length + bytes * LEAVE.length;

/** Cut `index`, from 0: at each command before and after it, at each byte with each remains. */
export function cutAt({ commands }: Length, index: number): FaultRequest {
  const byte = index - commands * WHEN.length;
  if (byte < 0) {
    const when = WHEN[index % WHEN.length] ?? 'before';
    return { type: 'tear', at: 'command', nth: Math.floor(index / WHEN.length) + 1, when };
  }
  const leave = LEAVE[byte % LEAVE.length] ?? 'old';
  return { type: 'tear', at: 'byte', nth: Math.floor(byte / LEAVE.length) + 1, leave };
}

/** Cuts of recoveries after the first one: none, one, or one and another in the recovery from that. */
export const laterCuts = (length: Length, random: Random): readonly FaultRequest[] =>
  Array.from({ length: random.below(3) }, () => cutAt(length, random.below(cutsOf(length))));
