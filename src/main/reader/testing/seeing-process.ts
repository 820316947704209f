import type { FromCardProcess } from '../card-process/protocol.ts';

/** A card process that finds its service and one reader. */
const say = (message: FromCardProcess): void => {
  process.send?.(message);
};
process.on('disconnect', () => process.exit());
process.once('message', () => {
  say({ type: 'binding', binding: 'pcsclite' });
  say({ type: 'service-found' });
  say({
    type: 'readers',
    readers: [{ reader: 'A reader', token: 'absent', atr: new Uint8Array(), changes: 0 }],
  });
});
