import type { Layout } from '../file-system/layout.ts';

/** All that a token is: how it is laid out, and what its memory holds. */
export interface TokenState {
  readonly layout: Layout;
  readonly memory: Uint8Array;
}
