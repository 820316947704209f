import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { fromHex } from '../shared/image/bytes.ts';
import { LINK_NAMES } from './link/models.ts';
import { PROTOCOLS } from './transport/protocol.ts';
import { STOCK_VPCD_PORT, VPCD_PORT } from './vpcd.ts';

const OptionsSchema = z.object({
  state: z.string().min(1),
  slot: z.enum(['0', '1']).transform(Number),
  control: z.string().min(1),
  link: z.enum(LINK_NAMES).optional(),
  protocol: z.enum(PROTOCOLS).optional(),
  atr: z.instanceof(Uint8Array).optional(),
  host: z.string().min(1),
  port: z.number().int().min(1).max(65_534).optional(),
  inserted: z.boolean().default(false),
});
export type ProcessOptions = z.infer<typeof OptionsSchema>;

function atr(text: string): Uint8Array {
  if (!/^([0-9a-f]{2}){2,33}$/i.test(text)) throw new InvalidArgumentError('It takes 2 to 33 bytes in hex.');
  return fromHex(text);
}

function port(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 65_534)
    throw new InvalidArgumentError('It takes a port from 1 to 65534.');
  return number;
}

/** Reads the command line; a wrong one ends the process with a message and exit code 1. */
export function processOptions(argv: readonly string[]): ProcessOptions {
  const command = new Command('token')
    .description('A software token in a virtual reader, until it is told to quit.')
    .requiredOption('--state <file>', "the token's state file, made by `recard token create`")
    .requiredOption('--control <address>', 'Unix socket path, or tcp:PORT, at which it takes requests')
    .addOption(new Option('--slot <n>', 'virtual reader').choices(['0', '1']).default('0'))
    .addOption(
      new Option('--link <model>', 'how long commands take; a phone is slow, a card takes no time').choices(
        LINK_NAMES,
      ),
    )
    .addOption(
      new Option('--protocol <name>', 'instead of the one that goes with token and link').choices(PROTOCOLS),
    )
    .option('--atr <hex>', 'instead of the answer to reset that goes with the protocol', atr)
    .option('--host <name>', 'where vpcd listens', '127.0.0.1')
    .option(
      '--port <n>',
      `port of vpcd's first reader (default: ${VPCD_PORT}, or ${STOCK_VPCD_PORT} where nobody listens there)`,
      port,
    )
    .option('--inserted', 'put it into the reader at once')
    .parse(argv);
  return OptionsSchema.parse(command.opts());
}
