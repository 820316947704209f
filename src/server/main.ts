import { Command } from 'commander';
import { RoleSchema } from './host/admin-contract.ts';
import { ConfigError, loadConfig } from './http/config.ts';
import { type RunningServer, startServer } from './http/server.ts';
import { seed } from './seed/seed.ts';
import { StoreError } from './store/migrate.ts';

const say = (line: Readonly<Record<string, unknown>>): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

/** Ends the server at the first signal; at the second the process ends by itself, as is usual. */
function stopOnSignal(server: RunningServer): void {
  const stop = () => {
    process.removeListener('SIGTERM', stop);
    process.removeListener('SIGINT', stop);
    server.stop().then(
      () => say({ event: 'stopped' }),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exitCode = 1;
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

interface Options {
  readonly config?: string;
  readonly seed?: true;
  readonly credential?: string;
  readonly [setting: string]: unknown;
}

async function run({ config: file, seed: withSeed, credential, ...over }: Options): Promise<void> {
  const config = loadConfig(over, file, process.env);
  const server = await startServer(config);
  stopOnSignal(server);
  const { url, adminToken } = server;
  if (withSeed === true) say({ event: 'seeded', ...(await seed(server)) });
  if (credential !== undefined) {
    const [role, name] = credential.split(':');
    const parsed = RoleSchema.safeParse(role);
    if (!parsed.success || name === undefined || name === '')
      throw new ConfigError(`--credential takes role:name, such as kiosk:branch-1, not "${credential}".`);
    say({ event: 'credential', role, name, token: await server.credential(parsed.data, name) });
  }
  say({
    event: 'listening',
    url,
    role: config.role,
    ...(adminToken === undefined ? {} : { adminToken }),
    pid: process.pid,
  });
}

const program = new Command('recard-server')
  .description("Recard's remote server and card image server")
  .option('--config <file>', 'JSON file with settings')
  .option('--role <role>', 'embedded (both servers in one process), host or images')
  .option('--data <folder>', 'folder for the image key and the SQLite file')
  .option('--database <url>', 'PostgreSQL instead of SQLite')
  .option('--listen <address>', 'address to listen on (127.0.0.1)')
  .option('--port <number>', 'port, 0 for any free one')
  .option('--images-url <url>', 'where the card image server is (role host)')
  .option('--seed', 'fill with demonstration data')
  .option('--credential <role:name>', 'make a credential and print its token')
  .action(run);

try {
  await program.parseAsync();
} catch (error) {
  const known = error instanceof ConfigError || error instanceof StoreError;
  process.stderr.write(known ? `${error.message}\n` : `${error instanceof Error ? error.stack : error}\n`);
  process.exit(known ? 2 : 1);
}
