import type { Log } from '../visit/services.ts';

// A log that cannot be written, on a full disk or because its reader ended, is no reason to end in mid-write.
process.stdout.on('error', () => {});

/** One JSON object a line on standard output: the service manager keeps and rotates it. */
export const log: Log = (event, facts = {}) => {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...facts })}\n`);
};
