import type { App } from './app.ts';

/** How long requests under way may take to be answered, in ms. A kiosk sends again what was cut off. */
const DRAIN_MS = 5_000;
/** A kept connection that has had its last answer is of no use any more: they are looked for this often, in ms. */
const IDLE_LOOK_MS = 25;

/**
 * Stops listening and lets the requests under way be answered. What is not over after `limitMs`, such as a client that
 * never sends the rest of its request, is cut off.
 */
export async function drain(app: App, limitMs = DRAIN_MS): Promise<void> {
  const { server } = app;
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS);
  const late = setTimeout(() => server.closeAllConnections(), limitMs);
  try {
    await app.close();
  } finally {
    clearInterval(idle);
    clearTimeout(late);
  }
}
