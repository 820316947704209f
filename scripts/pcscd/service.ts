import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { STOCK_VPCD_PORT, VPCD_PORT } from '../../src/virtual-token/vpcd.ts';
import { nodelayLibrary } from './nodelay.ts';

const PROGRAM = '/usr/sbin/pcscd';
const CONFIGURATION = '/etc/reader.conf.d';
const RUN = '/run/pcscd';
const RUN_CONFIGURATION = `${RUN}/reader.conf.d`;
const SOCKET = `${RUN}/pcscd.comm`;
const READY_WITHIN_MS = 10_000;

/** Where a software token dials to be inserted, and the reader it then sits in. */
export const VIRTUAL_READERS = [
  { reader: 'Virtual PCD 00 00', port: VPCD_PORT },
  { reader: 'Virtual PCD 00 01', port: VPCD_PORT + 1 },
] as const;

/** Which readers pcscd is started with. */
export interface Readers {
  /** Whether those that this machine's files describe are among them: serial readers and vsmartcard's. */
  readonly configured: boolean;
  /** Where tokens dial in once it is ready. */
  readonly ports: readonly number[];
  /** What is loaded into it besides. */
  readonly preload?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const VIRTUAL: Readers = { configured: true, ports: VIRTUAL_READERS.map(({ port }) => port) };
export const NO_READERS: Readers = { configured: false, ports: [] };

export interface Pcscd {
  /** False: it ran before, belongs to someone else, and `stop`, `kill` and `restart` leave it alone. */
  readonly started: boolean;
  /** Ends it as its service manager would. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again after `stop` or `kill`, as before or without any reader. */
  start(readers?: 'as-before' | 'none'): Promise<void>;
}

/** Why this machine cannot run pcscd with the virtual reader, as an instruction; undefined when it can. */
export async function pcscdObstacle(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'The virtual reader needs Linux; the token is used in process.';
  if (!(await exists(PROGRAM)))
    return 'Install pcscd and the virtual reader: apt-get install pcscd vsmartcard-vpcd';
  if (!(await vpcdConfigured())) return 'Install the virtual reader: apt-get install vsmartcard-vpcd';
  if (process.getuid?.() !== 0 && !(await pcscdRunning()))
    return 'pcscd is not running and only root can start it: systemctl start pcscd, or run this as root.';
  return undefined;
}

/** Whether a PC/SC service answers on this machine. */
export function pcscdRunning(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(SOCKET);
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
    // EAGAIN (connect(2)): it listens, and on a busy machine has not come to those yet who wait in its queue of one
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EAGAIN'));
  });
}

/** Uses the pcscd that runs, or starts one with the virtual readers, or others. Throws what to do when neither can be. */
export async function ensurePcscd(
  log: (line: string) => void = console.error,
  readers: Readers = VIRTUAL,
): Promise<Pcscd> {
  const obstacle = await pcscdObstacle();
  if (obstacle !== undefined) throw new Error(obstacle);
  const untouched = async () => {};
  if (await pcscdRunning()) return { started: false, stop: untouched, kill: untouched, start: untouched };

  const nodelay = await nodelayLibrary(log);
  let child: ChildProcess | undefined = await launch(nodelay, readers);
  const endBy = (signal: NodeJS.Signals) => async () => {
    const ending = child;
    child = undefined;
    if (ending) await end(ending, signal);
  };
  const start = async (which: 'as-before' | 'none' = 'as-before') => {
    child ??= await launch(nodelay, which === 'none' ? NO_READERS : readers);
  };
  return { started: true, stop: endBy('SIGTERM'), kill: endBy('SIGKILL'), start };
}

async function launch(nodelay: string | undefined, readers: Readers): Promise<ChildProcess> {
  const { configured, ports, preload = [], environment } = readers;
  await mkdir(RUN, { recursive: true });
  for (const leftover of await readdir(RUN)) await rm(`${RUN}/${leftover}`, { recursive: true });
  await mkdir(RUN_CONFIGURATION);
  if (configured)
    for (const [name, text] of await configurationFiles())
      await writeFile(`${RUN_CONFIGURATION}/${name}`, atOurPort(text));
  const child = spawn(PROGRAM, ['--foreground', '--config', RUN_CONFIGURATION], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment, LD_PRELOAD: [nodelay ?? [], preload].flat().join(':') },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!((await listening(ports)) && (await pcscdRunning()))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`pcscd ended at once: ${said}`);
    if (Date.now() > deadline) {
      await end(child, 'SIGKILL');
      throw new Error(`pcscd was not ready within ${READY_WITHIN_MS / 1000} s: ${said}`);
    }
    await wait(20);
  }
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  // pcscd waits for its reader threads, and one that waits for a mute token never ends by itself
  const patience = setTimeout(() => child.kill('SIGKILL'), 3000);
  await gone;
  clearTimeout(patience);
}

/** Whether the virtual readers take tokens: a pcscd that was running before may have none. */
export const vpcdListening = async (): Promise<boolean> =>
  (await listening(VIRTUAL.ports)) || listening([STOCK_VPCD_PORT, STOCK_VPCD_PORT + 1]);

/** Whether somebody listens at each port. Asked from the kernel's table: dialling vpcd's would insert a token. */
export async function listening(ports: readonly number[]): Promise<boolean> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readIfThere));
  return ports.every((port) => {
    const listener = new RegExp(`:${port.toString(16).toUpperCase()} [0-9A-F]+:0000 0A `);
    return tables.some((table) => listener.test(table));
  });
}

const isVpcd = (text: string): boolean => /^\s*LIBPATH\s.*libifdvpcd/m.test(text);
const vpcdConfigured = async (): Promise<boolean> =>
  (await configurationFiles()).some(([, text]) => isVpcd(text));

/** Names and texts of the files in which this machine describes its serial readers, vsmartcard's with them. */
async function configurationFiles(): Promise<[name: string, text: string][]> {
  if (!(await exists(CONFIGURATION))) return [];
  const files = (await readdir(CONFIGURATION, { withFileTypes: true })).filter(
    (entry) => !entry.isDirectory(),
  );
  return Promise.all(
    files.map(async ({ name }) => [name, await readFile(`${CONFIGURATION}/${name}`, 'utf8')]),
  );
}

/** The same configuration, with vsmartcard's readers at `VPCD_PORT` (reader.conf(5): its port is its channel). */
const atOurPort = (text: string): string =>
  isVpcd(text)
    ? text.replace(/^(\s*(?:DEVICENAME\s+\S+:|CHANNELID\s+))\S+/gm, `$10x${VPCD_PORT.toString(16)}`)
    : text;

async function readIfThere(file: string): Promise<string> {
  return (await exists(file)) ? readFile(file, 'utf8') : '';
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
