import { find } from './find.ts';

/** A card process that finds its service and no reader, and hangs from then on. */
find([]);
