import type { Log } from '../visit/services.ts';

/** One JSON object a line on standard output: the service manager keeps and rotates it. */
export const log: Log = (event, facts = {}) => {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...facts })}\n`);
};
