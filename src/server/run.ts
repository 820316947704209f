import type { Command } from 'commander';
import { RoleSchema } from './host/admin-contract.ts';
import { ConfigError, loadConfig } from './http/config.ts';
import { type RunningServer, startServer } from './http/server.ts';
import { seed } from './seed/seed.ts';

/** Tells one event: its values for a program, and `lines` for people. */
export type Say = (
  event: string,
  facts: Readonly<Record<string, unknown>>,
  ...lines: readonly string[]
) => void;

/** What a command line gives; every other entry is a setting of `ServerConfigSchema`. */
export interface RunOptions {
  readonly config?: string;
  readonly seed?: true;
  readonly credential?: string;
  readonly [setting: string]: unknown;
}

/** The settings that say which server is meant and where it keeps what it knows. */
export const withStoreOptions = (command: Command): Command =>
  command
    .option('--config <file>', 'JSON file with settings')
    .option('--role <role>', 'embedded (both servers in one process), host or images')
    .option('--data <folder>', 'folder for the image key and the SQLite file')
    .option('--database <url>', 'PostgreSQL instead of SQLite');

/** The options of a command that runs a server. */
export const withServerOptions = (command: Command): Command =>
  withStoreOptions(command)
    .option('--listen <address>', 'address to listen on (127.0.0.1)')
    .option('--port <number>', 'port, 0 for any free one')
    .option('--images-url <url>', 'where the card image server is (role host)')
    .option('--seed', 'fill with demonstration data')
    .option('--credential <role:name>', 'make a credential and print its token');

/** Role and name of a credential as a command line has them; throws a `ConfigError`. */
export function parseCredential(text: string) {
  const [role, name] = text.split(':');
  const parsed = RoleSchema.safeParse(role);
  if (!parsed.success || name === undefined || name === '')
    throw new ConfigError(`A credential is given as role:name, such as kiosk:branch-1, not "${text}".`);
  return { role: parsed.data, name };
}

/** Ends the server at the first signal; at the second the process ends by itself, as is usual. */
function stopOnSignal(server: RunningServer, say: Say): void {
  const stop = () => {
    process.removeListener('SIGTERM', stop);
    process.removeListener('SIGINT', stop);
    server.stop().then(
      () => say('stopped', {}, 'Stopped.'),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exitCode = 1;
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** Runs a server until SIGTERM or SIGINT. Throws `ConfigError` and `StoreError`, whose messages say what to do. */
export async function runServer(options: RunOptions, say: Say): Promise<void> {
  // What reads its output may end, or keep it on a disk that is full: people's cards do not wait for that.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const { config: file, seed: withSeed, credential, ...over } = options;
  const config = loadConfig(over, file, process.env);
  const wanted = credential === undefined ? undefined : parseCredential(credential);
  const server = await startServer(config);
  stopOnSignal(server, say);
  const { url, adminToken } = server;
  if (withSeed === true) {
    const seeded = await seed(server);
    say('seeded', { ...seeded }, `${seeded.tokens.length} demonstration tokens are on file.`);
  }
  if (wanted !== undefined) {
    const token = await server.credential(wanted.role, wanted.name);
    say(
      'credential',
      { ...wanted, token },
      `Credential of ${wanted.role} ${wanted.name}, shown only now: ${token}`,
    );
  }
  say(
    'listening',
    { url, role: config.role, ...(adminToken === undefined ? {} : { adminToken }), pid: process.pid },
    ...(adminToken === undefined ? [] : [`The first administrator's token, shown only now: ${adminToken}`]),
    `The server (${config.role}) listens at ${url}. Ctrl+C ends it.`,
  );
}
