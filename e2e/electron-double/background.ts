import { TargetGone } from './chromium/cdp.ts';

/**
 * Electron's setters return at once while Chromium is told over a pipe. That Chromium's page has gone
 * meanwhile is no error (Electron drops such calls as well); anything else is a bug and ends the process.
 */
export function inBackground(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    if (error instanceof TargetGone) return;
    setImmediate(() => {
      throw error;
    });
  });
}
