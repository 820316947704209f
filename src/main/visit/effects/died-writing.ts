import type { Services } from '../services.ts';
import { endingOf, recordEnding } from './conclude.ts';

/**
 * Tells the host of the writes that the kiosk died in, so that any other kiosk may finish them. Its own intent stays open:
 * here they are finished as well, and either way once.
 */
export function tellOfDeadWrites(services: Services): void {
  const died = services.journal.diedWriting();
  if (!died.ok) {
    services.log('writes-not-told', { code: died.failure.code });
    return;
  }
  for (const visit of died.value) {
    const told = recordEnding(services, endingOf(services, visit, 'interrupted', null));
    // A disk that takes nothing now: the next start tells it.
    if (!told.ok) return;
  }
}
