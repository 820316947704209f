import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import axios, { type AxiosInstance } from 'axios';
import { z } from 'zod';

const MAIN = path.resolve(import.meta.dirname, '../../src/server/main.ts');

const LineSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('listening'), url: z.string(), adminToken: z.string().optional() }),
  z.object({ event: z.literal('credential'), name: z.string(), token: z.string() }),
  z.object({ event: z.literal('seeded') }),
  z.object({ event: z.literal('stopped') }),
]);
const KeysSchema = z.object({ keys: z.array(z.object({ keyId: z.string(), publicKey: z.string() })).min(1) });

/** Both servers in one process of their own, as `npm start` and the end-to-end tests run them. */
export interface ServerProcess {
  readonly url: string;
  /** The kiosk's own credential. */
  readonly kioskToken: string;
  readonly keys: readonly { readonly keyId: string; readonly publicKey: string }[];
  readonly imageKeyFile: string;
  readonly adminToken: string;
  /** The back office's calls. */
  readonly admin: AxiosInstance;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
  /** Asks it to end. */
  stop(): Promise<void>;
  /** Stops it in its tracks, as an overloaded machine does; `resume` lets it go on. */
  pause(): void;
  resume(): void;
  /** Starts it again on the same data, at the same address. */
  restart(): Promise<void>;
}

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly adminToken: string | undefined;
  readonly credential: string | undefined;
}

/** Settings of the server as its environment has them. */
export type ServerSettings = Readonly<Record<`RECARD_SERVER_${string}`, string>>;

async function launch(
  data: string,
  port: number,
  settings: ServerSettings,
  extra: readonly string[],
): Promise<Started> {
  const args = [MAIN, '--role', 'embedded', '--data', data, '--port', String(port), ...extra];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...settings },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  let credential: string | undefined;
  for await (const text of createInterface({ input: child.stdout })) {
    const line = LineSchema.parse(JSON.parse(text));
    if (line.event === 'credential') credential = line.token;
    if (line.event !== 'listening') continue;
    child.stdout.resume();
    return { child, url: line.url, adminToken: line.adminToken, credential };
  }
  throw new Error(`The server did not start:\n${said}`);
}

/** Starts a server on `data`, seeded with assets/demo, with a credential for `kiosk`. */
export async function startServerProcess(
  data: string,
  kiosk: string,
  role: 'kiosk' | 'desk' = 'kiosk',
  settings: ServerSettings = {},
): Promise<ServerProcess> {
  const first = await launch(data, 0, settings, ['--seed', '--credential', `${role}:${kiosk}`]);
  const { url, adminToken, credential } = first;
  if (adminToken === undefined || credential === undefined)
    throw new Error(`The data in ${data} has been used before: give a fresh folder.`);
  const admin = axios.create({
    baseURL: url,
    proxy: false,
    headers: { authorization: `Bearer ${adminToken}` },
  });
  const { keys } = KeysSchema.parse((await admin.get('/v1/keys')).data);
  let child = first.child;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  return {
    url,
    kioskToken: credential,
    keys,
    imageKeyFile: path.join(data, 'image-key.json'),
    adminToken,
    admin,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    restart: async () => {
      await end('SIGTERM');
      child = (await launch(data, Number(new URL(url).port), settings, [])).child;
    },
  };
}
