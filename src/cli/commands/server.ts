import type { Command } from 'commander';
import { type RunOptions, runServer, withServerOptions } from '../../server/run.ts';
import { outputOf, subcommand } from '../program.ts';
import { orTellTrouble } from '../server-trouble.ts';

async function server(
  { json: _json, ...options }: RunOptions & { readonly json?: boolean },
  command: Command,
): Promise<void> {
  const output = outputOf(command);
  await orTellTrouble(output, () => runServer(options, output.tell));
}

export const serverCommand = (): Command =>
  withServerOptions(
    subcommand('server', 'runs the remote server and the card image server until SIGTERM or SIGINT'),
  ).action(server);
