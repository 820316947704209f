import type { Job } from './pair.ts';
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

/** The same of a job with two devices. */
export const jobLengthOf = (topology: Topology, job: Job): Length => {
  const hostWrites = {
    embedded: { synchronize: 150, merge: 196, replace: 158 },
    split: { synchronize: 118, merge: 130, replace: 118 },
  };
  const imagesWrites = { synchronize: 40, merge: 60, replace: 40 };
  return {
    mainWrites: { synchronize: 98, merge: 128, replace: 86 }[job],
    apdus: { synchronize: 23, merge: 40, replace: 16 }[job],
    requests: { synchronize: 7, merge: 8, replace: 9 }[job],
    hostWrites: topology === 'postgres' ? 0 : hostWrites[topology][job],
    imagesWrites: topology === 'split' ? imagesWrites[job] : 0,
    imagesRequests: topology === 'embedded' ? 0 : { synchronize: 12, merge: 18, replace: 9 }[job],
  };
};
