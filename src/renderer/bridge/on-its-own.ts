import type { Failure } from '../../shared/contract/failure.ts';
import type { Received } from './snapshot-store.ts';

/** What a window draws that can't hear main: trouble, said in words, and nothing that could be taken for ready. */
export const onItsOwn = (failure: Failure): Received => ({
  snapshot: {
    revision: 0,
    now: Date.now(),
    screen: { screen: 'trouble', failure, token: null, reference: null, tokenPresent: false },
    online: false,
    branch: 'Recard',
    kiosk: '',
    mode: 'self-service',
    staff: null,
    staffSignIn: false,
    onReaders: [],
    demonstration: false,
  },
  receivedAt: performance.now(),
});
