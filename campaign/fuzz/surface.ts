import type { Random } from '../random.ts';

/** What no input may bring about. */
export type Harm = 'crashes' | 'hangs' | 'effects' | 'wrong-answers';

/** Ends an input that brought it about. Anything else that is thrown is a crash. */
export class Harmed extends Error {
  readonly harm: Harm;

  constructor(harm: Harm, detail: string) {
    super(detail);
    this.harm = harm;
  }
}

/** Whether the input was taken. Most are refused; that some are not shows that the mutations reach behind the door. */
export type Verdict = 'accepted' | 'refused';

/** Something that takes input from outside. */
export interface Surface {
  readonly name: string;
  /** Of a thousand inputs so many go to this one. */
  readonly share: number;
  open(): Promise<OpenSurface>;
}

export interface OpenSurface {
  /** Makes one input from `random`, gives it to the surface and checks what came of it. */
  input(random: Random): Verdict | Promise<Verdict>;
  close(): Promise<void>;
}

export const nothingToClose = async (): Promise<void> => {};
