import { Command, InvalidArgumentError } from 'commander';
import { createOutput, type Output } from './output.ts';

/** `--json` may stand before or after the command's name. */
export const outputOf = (command: Command): Output =>
  createOutput(command.optsWithGlobals().json === true, (line) => process.stdout.write(`${line}\n`));

/** A whole number, negative too. */
export function whole(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('It takes a whole number.');
  return value;
}

function within(text: string, max: number, message: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > max) throw new InvalidArgumentError(message);
  return value;
}

/** A whole number of seconds, at least one. */
export const seconds = (text: string): number =>
  within(text, 86_400, 'It takes a whole number of seconds from 1 to 86400.');

/** A whole number from 1. */
export const counting = (text: string): number =>
  within(text, Number.MAX_SAFE_INTEGER, 'It takes a whole number from 1.');

/** The address of a host. */
export function webAddress(text: string): string {
  if (!/^https?:\/\/./.test(text) || !URL.canParse(text))
    throw new InvalidArgumentError('It takes an address such as http://127.0.0.1:8080.');
  return text;
}

/** A command with what all share. */
export const subcommand = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('--json', 'a JSON object a line instead of words')
    .showHelpAfterError('Add --help to see how it is used.')
    .exitOverride();
