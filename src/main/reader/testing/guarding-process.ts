import { ok } from '../../../shared/contract/result.ts';
import type { Binding } from '../bindings/binding.ts';
import { serve } from '../card-process/serve.ts';

/** The card process itself, with a binding that finds one empty reader and no token ever. */
const binding: Binding = {
  name: 'pcsclite',
  open: (watcher) => {
    watcher.readers([{ reader: 'A reader', token: 'absent', atr: new Uint8Array(), changes: 0 }]);
    return ok(undefined);
  },
  connect: () => new Promise(() => {}),
};

process.on('disconnect', () => process.exit());
serve(
  {
    post: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on('message', listener),
    onClose: () => {},
  },
  async () => ok({ binding }),
);
