import type { Length } from './plan.ts';
import type { Topology } from './servers.ts';

/** Nearly as long as the shortest visit that nothing disturbs. Not measured anew, so that a seed fixes the kills. */
export const lengthOf = (topology: Topology, slots: 1 | 2): Length => ({
  mainWrites: 60,
  apdus: slots === 1 ? 22 : 16,
  requests: 2,
  hostWrites: { embedded: 46, split: 33, postgres: 0 }[topology],
  imagesWrites: topology === 'split' ? 15 : 0,
  imagesRequests: topology === 'embedded' ? 0 : 3,
});
