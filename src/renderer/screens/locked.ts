import type { Snapshot } from '../../shared/visit/snapshot.ts';

/** Nobody has signed in at a desk whose staff do: no job can begin. */
export const isLocked = ({ staff, staffSignIn }: Snapshot): boolean => staffSignIn && staff === null;
