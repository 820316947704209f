import { failure } from '../../shared/contract/failure.ts';
import type { Screen, Snapshot } from '../../shared/visit/snapshot.ts';
import type { Connection, Received } from './snapshot-store.ts';

const alone = (screen: Screen): Received => ({
  snapshot: {
    revision: 0,
    now: Date.now(),
    screen,
    online: false,
    branch: '',
    kiosk: '',
    mode: 'self-service',
    demonstration: false,
  } satisfies Snapshot,
  receivedAt: performance.now(),
});

/** What to draw while main has not spoken: trouble if it cannot, and until then a reader without a card. */
export function standIn(connection: Connection): Received {
  switch (connection.state) {
    case 'live':
      return connection.received;
    case 'lost':
      return alone({ screen: 'trouble', failure: connection.failure, token: null, tokenPresent: false });
    case 'waiting':
      return alone({
        screen: 'trouble',
        failure: failure('service-unavailable', 'waiting for the first snapshot'),
        token: null,
        tokenPresent: false,
      });
  }
}
