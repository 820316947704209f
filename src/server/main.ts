import { Command } from 'commander';
import { ConfigError } from './http/config.ts';
import { runServer, type Say, withServerOptions } from './run.ts';
import { StoreError } from './store/migrate.ts';

const say: Say = (event, facts) => {
  process.stdout.write(`${JSON.stringify({ event, ...facts })}\n`);
};

const program = withServerOptions(
  new Command('recard-server').description("Recard's remote server and card image server"),
).action((options) => runServer(options, say));

try {
  await program.parseAsync();
} catch (error) {
  const known = error instanceof ConfigError || error instanceof StoreError;
  process.stderr.write(known ? `${error.message}\n` : `${error instanceof Error ? error.stack : error}\n`);
  process.exit(known ? 2 : 1);
}
