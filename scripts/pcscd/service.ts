import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readdir, readFile, unlink } from 'node:fs/promises';
import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { nodelayLibrary } from './nodelay.ts';

const PROGRAM = '/usr/sbin/pcscd';
const CONFIGURATION = '/etc/reader.conf.d';
const RUN = '/run/pcscd';
const SOCKET = `${RUN}/pcscd.comm`;
const READY_WITHIN_MS = 10_000;

/** Where a software token dials to be inserted, and the reader it then sits in (vsmartcard-vpcd's defaults). */
export const VIRTUAL_READERS = [
  { reader: 'Virtual PCD 00 00', port: 35963 },
  { reader: 'Virtual PCD 00 01', port: 35964 },
] as const;

export interface Pcscd {
  /** False: it ran before, belongs to someone else, and `stop`, `kill` and `restart` leave it alone. */
  readonly started: boolean;
  /** Ends it as its service manager would. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again after `stop` or `kill`, as configured or without any reader. */
  start(readers?: 'virtual' | 'none'): Promise<void>;
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
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Uses the pcscd that runs, or starts one with the virtual reader. Throws what to do when neither can be. */
export async function ensurePcscd(log: (line: string) => void = console.error): Promise<Pcscd> {
  const obstacle = await pcscdObstacle();
  if (obstacle !== undefined) throw new Error(obstacle);
  const untouched = async () => {};
  if (await pcscdRunning()) return { started: false, stop: untouched, kill: untouched, start: untouched };

  const preload = await nodelayLibrary(log);
  let child: ChildProcess | undefined = await launch(preload, 'virtual');
  const endBy = (signal: NodeJS.Signals) => async () => {
    const ending = child;
    child = undefined;
    if (ending) await end(ending, signal);
  };
  const start = async (readers: 'virtual' | 'none' = 'virtual') => {
    child ??= await launch(preload, readers);
  };
  return { started: true, stop: endBy('SIGTERM'), kill: endBy('SIGKILL'), start };
}

async function launch(preload: string | undefined, readers: 'virtual' | 'none'): Promise<ChildProcess> {
  await mkdir(RUN, { recursive: true });
  for (const leftover of await readdir(RUN)) await unlink(`${RUN}/${leftover}`);
  // a folder without configuration files: pcscd's own, now that it is empty
  const configuration = readers === 'virtual' ? CONFIGURATION : RUN;
  const child = spawn(PROGRAM, ['--foreground', '--config', configuration], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: preload === undefined ? process.env : { ...process.env, LD_PRELOAD: preload },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!((readers === 'none' || (await vpcdListening())) && (await pcscdRunning()))) {
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

/** Whether vpcd listens. Asked from the kernel's table, because dialling its port would insert a token. */
/** Whether the virtual reader takes tokens: a pcscd that was running before may have none. */
export async function vpcdListening(): Promise<boolean> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readIfThere));
  return VIRTUAL_READERS.every(({ port }) => {
    const listener = new RegExp(`:${port.toString(16).toUpperCase()} [0-9A-F]+:0000 0A `);
    return tables.some((table) => listener.test(table));
  });
}

async function vpcdConfigured(): Promise<boolean> {
  if (!(await exists(CONFIGURATION))) return false;
  const files = await readdir(CONFIGURATION);
  const texts = await Promise.all(files.map((file) => readIfThere(`${CONFIGURATION}/${file}`)));
  return texts.some((text) => /^\s*LIBPATH\s.*libifdvpcd/m.test(text));
}

async function readIfThere(file: string): Promise<string> {
  return (await exists(file)) ? readFile(file, 'utf8') : '';
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
