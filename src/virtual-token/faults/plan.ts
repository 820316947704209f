import { WRITING } from '../commands/dispatch.ts';
import type { Cut } from '../memory/memory.ts';
import type { Fault } from './fault.ts';

/** A status word that is answered instead of the token's own. */
export interface Lie {
  readonly sw: number;
  /** Whether the command is executed all the same. */
  readonly executed: boolean;
}

/** What the armed faults make of one command. */
export interface Verdict {
  readonly tear: 'before' | 'after' | null;
  readonly mute: boolean;
  /** Arms the memory from this command on. */
  readonly cut: Cut | null;
  readonly lie: Lie | null;
  readonly delayMs: number;
}

const HARMLESS: Verdict = { tear: null, mute: false, cut: null, lie: null, delayMs: 0 };

/** Faults that wait for their command. Each is dropped when it is used up; commands are counted down. */
export class FaultPlan {
  #faults: { fault: Fault; left: number; times: number }[] = [];

  get armed(): readonly Fault[] {
    return this.#faults.map(({ fault }) => fault);
  }

  arm(fault: Fault): void {
    const left = fault.type === 'tear' && fault.at === 'byte' ? fault.write : fault.nth;
    const times = fault.type === 'answer' || fault.type === 'delay' ? fault.times : 1;
    this.#faults.push({ fault, left, times });
  }

  clear(): void {
    this.#faults = [];
  }

  /** Counts the command with this INS and tells what is to happen to it. */
  next(ins: number): Verdict {
    if (this.#faults.length === 0) return HARMLESS;
    const due: Fault[] = [];
    for (const waiting of this.#faults) {
      if (!concerns(waiting.fault, ins)) continue;
      if (waiting.left > 1) {
        waiting.left--;
      } else {
        waiting.times--;
        due.push(waiting.fault);
      }
    }
    this.#faults = this.#faults.filter(({ times }) => times > 0);
    return due.reduce(apply, HARMLESS);
  }
}

function concerns(fault: Fault, ins: number): boolean {
  if (fault.type === 'answer') return fault.ins === undefined || Number.parseInt(fault.ins, 16) === ins;
  return fault.type !== 'tear' || fault.at === 'command' || WRITING.has(ins);
}

function apply(verdict: Verdict, fault: Fault): Verdict {
  switch (fault.type) {
    case 'tear':
      if (fault.at === 'byte') return { ...verdict, cut: { byte: fault.nth - 1, remains: fault.leave } };
      return { ...verdict, tear: verdict.tear === 'before' ? 'before' : fault.when };
    case 'mute':
      return { ...verdict, mute: true };
    case 'answer':
      return { ...verdict, lie: { sw: Number.parseInt(fault.sw, 16), executed: fault.executed } };
    case 'delay':
      return { ...verdict, delayMs: verdict.delayMs + fault.ms };
  }
}
