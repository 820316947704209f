import type { WebContents } from 'electron';
import type { Log } from '../visit/services.ts';

/** So long, in ms, a page's process may take to end itself when it is told to. */
const ENDS_WITHIN_MS = 400;

/**
 * Ends the process behind a page. Except on Windows, `forcefullyCrashRenderer` is a message to that very process
 * (`RenderProcessHost::ForceCrash`); one that is stopped never reads it, so after a moment the kernel ends it.
 */
export function endRenderer(contents: WebContents, log: Log): void {
  const pid = contents.getOSProcessId();
  const kill = (): void => {
    // Gone, or another one already. Without a process Electron says 0, which to the kernel is our own group.
    if (contents.isDestroyed() || pid <= 0 || contents.getOSProcessId() !== pid) return;
    try {
      process.kill(pid, 'SIGKILL');
      log('renderer-killed', { pid });
    } catch (error) {
      // It may have ended in this very moment, and its own event tells of that.
      log('renderer-not-killed', { pid, detail: error instanceof Error ? error.message : String(error) });
    }
  };
  const late = setTimeout(kill, ENDS_WITHIN_MS);
  contents.once('render-process-gone', () => clearTimeout(late));
  contents.forcefullyCrashRenderer();
}
