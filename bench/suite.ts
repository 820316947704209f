import type { Figure } from './figures.ts';

/** A set of figures that are measured together: one file in this folder each. */
export interface Suite {
  readonly name: string;
  /** What is compared with what. */
  readonly help: string;
  run(): Promise<readonly Figure[]>;
}
