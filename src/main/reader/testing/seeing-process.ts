import { find } from './find.ts';

/** A card process that finds its service and one reader. */
find([{ reader: 'A reader', token: 'absent', atr: new Uint8Array(), changes: 0 }]);
