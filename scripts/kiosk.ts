/**
 * `node scripts/kiosk.ts [arguments]`: the kiosk under a supervisor that starts it again whenever it is ended by
 * anything but itself. A packaged kiosk has the same from systemd: assets/systemd/recard-kiosk.service.
 */
import path from 'node:path';
import { resolveElectron } from './electron.ts';
import { supervise } from './kiosk/supervise.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
const runtime = resolveElectron();
process.exitCode = await supervise({
  command: runtime.path,
  args: [...runtime.args, path.resolve(import.meta.dirname, '..'), ...process.argv.slice(2)],
  env: process.env,
  signal: stop.signal,
  log: (event, facts) => console.error(JSON.stringify({ at: new Date().toISOString(), event, ...facts })),
});
