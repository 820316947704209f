import { serve } from '../../src/main/reader/card-process/serve.ts';
import { ok } from '../../src/shared/contract/result.ts';
import { socketBinding } from './socket-binding.ts';

/** A card process like the kiosk's own, over readers that the campaign has: RECARD_KILL_READERS is their socket. */
const readers = process.env.RECARD_KILL_READERS;
if (readers === undefined || process.send === undefined)
  throw new Error('This process is started by a kiosk of the campaign.');
process.on('disconnect', () => process.exit());
serve(
  {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', () => listener('the main process ended')),
  },
  async () => ok({ binding: await socketBinding(readers) }),
);
