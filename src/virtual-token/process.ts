import type { Result } from '../shared/contract/result.ts';
import type { Controlled } from './control/perform.ts';
import { serveControl } from './control/server.ts';
import { InProcessToken } from './in-process.ts';
import { openStateFile } from './memory/file-store.ts';
import { processOptions } from './process-options.ts';
import type { Tap } from './tap.ts';
import { insertIntoVpcd, STOCK_VPCD_PORT, VPCD_PORT } from './vpcd.ts';

/*
 * A software token as a process of its own. It prints a line of JSON when it is ready, and one whenever
 * it comes into the reader or leaves it. Exit codes: 0 told to quit, 1 wrong command line, 2 no usable
 * state file, 3 no reader or control address.
 */
const EXIT = { quit: 0, state: 2, unavailable: 3 };

const say = (event: string, more: object = {}): boolean =>
  process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);

function need<T>(result: Result<T>, exitCode: number): T {
  if (result.ok) return result.value;
  process.stderr.write(`${result.failure.detail}\n`);
  process.exit(exitCode);
}

// Whoever started the token may be gone: then nobody listens to what it says.
process.stdout.on('error', () => {});

const options = processOptions(process.argv);
const { state, store } = need(openStateFile(options.state), EXIT.state);
const { link, protocol, atr } = options;
const inProcess = new InProcessToken(state, { link, protocol, atr, store, live: true });
const { token } = inProcess;

function quit(): void {
  token.close();
  control.close();
  // The reply to whoever asked is still to be written.
  setImmediate(() => process.exit(EXIT.quit));
}

async function insert(tap?: Tap): Promise<Result<void>> {
  const { host, slot, port } = options;
  const insertAt = (first: number) => insertIntoVpcd(inProcess, first + slot, host, tap);
  if (port !== undefined) return insertAt(port);
  const inserted = await insertAt(VPCD_PORT);
  return inserted.ok ? inserted : insertAt(STOCK_VPCD_PORT);
}
const controlled: Controlled = { token, insert, quit };
const control = need(await serveControl(options.control, controlled), EXIT.unavailable);

token.onPresence(() => say(token.present ? 'inserted' : 'removed'));
process.once('SIGTERM', quit);
process.once('SIGINT', quit);
say('ready', { control: options.control, pid: process.pid });
if (options.inserted) need(await insert(), EXIT.unavailable);
