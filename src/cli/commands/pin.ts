import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { hashPin } from '../../main/config/pin.ts';
import { EXIT } from '../exit-codes.ts';
import { outputOf, subcommand } from '../program.ts';

async function pin(_options: unknown, command: Command): Promise<void> {
  const output = outputOf(command);
  const terminal = createInterface({
    input: process.stdin,
    ...(process.stdin.isTTY ? { output: process.stderr } : {}),
  });
  const digits = (await terminal.question('Staff PIN, four to twelve digits: ')).trim();
  terminal.close();
  if (!/^\d{4,12}$/.test(digits)) {
    output.tell(
      'failed',
      { code: 'request-malformed' },
      'A PIN has four to twelve digits. Nothing was made.',
    );
    process.exitCode = EXIT.usage;
    return;
  }
  const hash = hashPin(digits);
  output.tell('pin', { hash }, hash);
}

export const pinCommand = (): Command =>
  subcommand('pin', 'reads a staff PIN from standard input and prints what staff.pin is to hold').action(pin);
