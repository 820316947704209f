import { type Command, CommanderError } from 'commander';
import { EXIT } from './exit-codes.ts';
import { subcommand } from './program.ts';

/** Each is loaded when it is meant: all together take three times as long as most commands need to start. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  readers: async () => (await import('./commands/readers.ts')).readersCommand(),
  read: async () => (await import('./commands/read.ts')).readCommand(),
  visit: async () => (await import('./commands/visit.ts')).visitCommand(),
  sync: async () => (await import('./commands/jobs.ts')).syncCommand(),
  replace: async () => (await import('./commands/jobs.ts')).replaceCommand(),
  merge: async () => (await import('./commands/jobs.ts')).mergeCommand(),
  status: async () => (await import('./commands/status.ts')).statusCommand(),
  token: async () => (await import('./commands/token.ts')).tokenCommand(),
  server: async () => (await import('./commands/server.ts')).serverCommand(),
  seed: async () => (await import('./commands/seed.ts')).seedCommand(),
  credential: async () => (await import('./commands/credential.ts')).credentialCommand(),
  backup: async () => (await import('./commands/backup.ts')).backupCommand(),
  restore: async () => (await import('./commands/backup.ts')).restoreCommand(),
  pin: async () => (await import('./commands/pin.ts')).pinCommand(),
};

// Whoever read the output has ended (`| head`): that is no reason to end in mid-write.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const program = subcommand(
  'recard',
  "Recard from a terminal: the kiosk's own services without its window, servers, and software tokens.",
).addHelpText(
  'after',
  `\nExit codes: ${Object.entries(EXIT)
    .map(([name, code]) => `${code} ${name}`)
    .join(', ')}. docs/cli.md says more.`,
);

const named = process.argv.slice(2).find((argument) => !argument.startsWith('-')) ?? '';
for (const [name, make] of Object.entries(COMMANDS))
  if (name === named || !Object.hasOwn(COMMANDS, named)) program.addCommand(await make());

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
