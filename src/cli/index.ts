import { CommanderError } from 'commander';
import { credentialCommand } from './commands/credential.ts';
import { pinCommand } from './commands/pin.ts';
import { readCommand } from './commands/read.ts';
import { readersCommand } from './commands/readers.ts';
import { seedCommand } from './commands/seed.ts';
import { serverCommand } from './commands/server.ts';
import { statusCommand } from './commands/status.ts';
import { tokenCommand } from './commands/token.ts';
import { visitCommand } from './commands/visit.ts';
import { EXIT } from './exit-codes.ts';
import { subcommand } from './program.ts';

const program = subcommand(
  'recard',
  "Recard from a terminal: the kiosk's own services without its window, servers, and software tokens.",
).addHelpText(
  'after',
  `\nExit codes: ${Object.entries(EXIT)
    .map(([name, code]) => `${code} ${name}`)
    .join(', ')}. docs/cli.md says more.`,
);

const COMMANDS = [
  readersCommand,
  readCommand,
  visitCommand,
  statusCommand,
  tokenCommand,
  serverCommand,
  seedCommand,
  credentialCommand,
  pinCommand,
];
for (const make of COMMANDS) program.addCommand(make());

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Commander has told what is wrong with the command line, or was asked for help.
  process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error.exitCode !== 0 && process.argv.includes('--json'))
    process.stdout.write(
      `${JSON.stringify({ event: 'failed', code: 'request-malformed', detail: error.message })}\n`,
    );
}
