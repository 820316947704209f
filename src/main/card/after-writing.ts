import type { Failure } from '../../shared/contract/failure.ts';

/**
 * The failure of a step that came after the token's memory was written to. The step itself may have had no effect, but
 * nobody may be told that nothing was changed.
 */
export const afterWriting = (cause: Failure): Failure =>
  cause.tokenEffect === 'none' ? { ...cause, tokenEffect: 'changed' } : cause;
