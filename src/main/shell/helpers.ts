import { app } from 'electron';
import type { Log } from '../visit/services.ts';

/**
 * Tells in the log of each helper process that ends, so that staff see why a screen flickered. Chromium starts its own
 * ones again by itself; of graphics processes that fall again and again the last one takes the application along
 * ("GPU process isn't usable"), and the kiosk's supervisor begins anew. The card process has a supervisor of its own.
 */
export function tellOfHelpers(log: Log): void {
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    log('helper-gone', { type, reason, exitCode, ...(name === undefined ? {} : { name }) });
  });
}
