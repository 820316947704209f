import { type Command, Option } from 'commander';
import { controlToken, dumpToken } from '../../../virtual-token/control-client.ts';
import { LINK_NAMES, type LinkName } from '../../../virtual-token/link/models.ts';
import { TAP_MS, type Tap } from '../../../virtual-token/tap.ts';
import { PROTOCOLS, type Protocol } from '../../../virtual-token/transport/protocol.ts';
import { orTell } from '../../output.ts';
import { counting, outputOf, subcommand } from '../../program.ts';
import { type AddressOptions, addressOf, withAddress } from '../../token/address.ts';
import { askToken, endToken, insertToken, type ProcessChoice } from '../../token/hold.ts';
import { tellStatus } from './tell-status.ts';

interface InsertOptions extends AddressOptions {
  readonly slot?: '0' | '1';
  readonly link?: LinkName;
  readonly protocol?: Protocol;
}

function choiceOf({ slot, link, protocol }: InsertOptions): ProcessChoice {
  return {
    ...(slot === undefined ? {} : { slot: slot === '0' ? (0 as const) : (1 as const) }),
    ...(link === undefined ? {} : { link }),
    ...(protocol === undefined ? {} : { protocol }),
  };
}

async function put(event: string, options: InsertOptions, command: Command, tap?: Tap): Promise<void> {
  const output = outputOf(command);
  const address = orTell(output, addressOf(options));
  if (address === undefined) return;
  const status = orTell(output, await insertToken(address, choiceOf(options), tap));
  if (status !== undefined) tellStatus(output, event, status);
}

const placing = (name: string, description: string): Command =>
  withAddress(subcommand(name, description))
    .addOption(new Option('--slot <n>', 'virtual reader, 0 unless it is in another one').choices(['0', '1']))
    .addOption(
      new Option('--link <model>', 'how long commands take; a phone is slow, a card takes no time').choices(
        LINK_NAMES,
      ),
    )
    .addOption(
      new Option('--protocol <name>', 'instead of what goes with token and link').choices(PROTOCOLS),
    );

export const insertCommand = (): Command =>
  placing('insert', 'puts the token into a virtual reader, in a process of its own that stays').action(
    (options: InsertOptions, command: Command) => put('inserted', options, command),
  );

interface TapOptions extends InsertOptions {
  readonly ms: number;
  readonly commands?: number;
}

export const tapCommand = (): Command =>
  placing('tap', 'holds the token to a virtual reader for a moment, as a phone is; its process stays')
    .option('--ms <n>', 'how long, in milliseconds', counting, TAP_MS)
    .option('--commands <n>', 'no longer than it takes to answer so many commands', counting)
    .action(({ ms, commands, ...options }: TapOptions, command: Command) =>
      put('tapped', options, command, { ms, ...(commands === undefined ? {} : { commands }) }),
    );

async function remove(options: AddressOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const address = orTell(output, addressOf(options));
  if (address === undefined) return;
  const status = orTell(output, await controlToken(address.control, { do: 'remove' }));
  if (status !== undefined) tellStatus(output, 'removed', status);
}

export const removeCommand = (): Command =>
  withAddress(subcommand('remove', 'takes the token out of its reader; its process stays')).action(remove);

async function quit(options: AddressOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const address = orTell(output, addressOf(options));
  if (address === undefined) return;
  const status = orTell(output, await endToken(address.control));
  if (status !== undefined)
    output.tell('quit', { pid: status.pid }, 'The token is out, its process has ended.');
}

export const quitCommand = (): Command =>
  withAddress(subcommand('quit', 'takes the token out and ends its process; the state file keeps it')).action(
    quit,
  );

async function status(options: AddressOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const address = orTell(output, addressOf(options));
  if (address === undefined) return;
  const found = orTell(output, await askToken(address, (control) => controlToken(control, { do: 'status' })));
  if (found !== undefined) tellStatus(output, 'status', found);
}

export const statusCommand = (): Command =>
  withAddress(subcommand('status', 'tells how the token is')).action(status);

async function dump(options: AddressOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const address = orTell(output, addressOf(options));
  if (address === undefined) return;
  const found = orTell(output, await askToken(address, dumpToken));
  if (found === undefined) return;
  const lines = Object.entries(found.files).flatMap(([id, content]) => [
    `${id}:`,
    ...(typeof content === 'string' ? [content] : content).map((bytes) => `  ${bytes}`),
  ]);
  output.tell('dump', { ...found }, ...lines);
}

export const dumpCommand = (): Command =>
  withAddress(subcommand('dump', 'prints every file of the token in hex')).action(dump);
