import { failure } from '../../../shared/contract/failure.ts';
import type { ToCardProcess } from '../card-process/protocol.ts';
import { find } from './find.ts';

/** A card process whose service says that a token is there, and to the first call that wants it that there is none. */
find([{ reader: 'A reader', token: 'present', atr: new Uint8Array([0x3b]), changes: 1 }]);

let connects = 0;
process.on('message', (message: ToCardProcess) => {
  if (message.type === 'connect') {
    const { id } = message;
    if (++connects === 1)
      process.send?.({ type: 'refusal', id, failure: failure('token-removed', 'connect: no token') });
    else
      process.send?.({
        type: 'answer',
        id,
        value: { connection: connects, atr: new Uint8Array([0x3b]), protocol: 'T=1' },
      });
  }
  if (message.type === 'disconnect') process.send?.({ type: 'answer', id: message.id, value: undefined });
});
