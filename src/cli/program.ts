import { Command, InvalidArgumentError } from 'commander';
import { createOutput, type Output } from './output.ts';

/** `--json` may stand before or after the command's name. */
export const outputOf = (command: Command): Output =>
  createOutput(command.optsWithGlobals().json === true, (line) => process.stdout.write(`${line}\n`));

/** A whole number of seconds, at least one. */
export function seconds(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 86_400)
    throw new InvalidArgumentError('It takes a whole number of seconds from 1 to 86400.');
  return value;
}

/** A whole number from 1. */
export function counting(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('It takes a whole number from 1.');
  return value;
}

/** A command with the options that all share. */
export const subcommand = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('--json', 'a JSON object a line instead of words')
    .exitOverride();
