import { Command } from 'commander';
import { pinCommand } from './commands/pin.ts';
import { readCommand } from './commands/read.ts';
import { readersCommand } from './commands/readers.ts';
import { statusCommand } from './commands/status.ts';
import { visitCommand } from './commands/visit.ts';
import { EXIT } from './exit-codes.ts';

const program = new Command('recard')
  .description("Recard from a terminal: the kiosk's own services, without its window.")
  .option('--json', 'a JSON object a line instead of words')
  .addHelpText(
    'after',
    `\nExit codes: ${Object.entries(EXIT)
      .map(([name, code]) => `${code} ${name}`)
      .join(', ')}.`,
  )
  .exitOverride();

for (const make of [readersCommand, readCommand, statusCommand, visitCommand, pinCommand])
  program.addCommand(make());

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof Error) || !('code' in error) || !('exitCode' in error)) throw error;
  // Commander has told what is wrong with the command line, or was asked for help.
  process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
}
