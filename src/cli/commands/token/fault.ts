import { type Command, Option } from 'commander';
import { failure } from '../../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import { controlToken } from '../../../virtual-token/control-client.ts';
import { type FaultRequest, FaultSchema } from '../../../virtual-token/faults/fault.ts';
import { orTell } from '../../output.ts';
import { counting, outputOf, subcommand } from '../../program.ts';
import { type AddressOptions, addressOf, withAddress } from '../../token/address.ts';
import { holdToken } from '../../token/hold.ts';
import { tellStatus } from './tell-status.ts';

function checked(fault: unknown): Result<FaultRequest> {
  const parsed = FaultSchema.safeParse(fault);
  if (parsed.success) return ok(parsed.data);
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return fail(failure('request-malformed', issues.join('; ')));
}

/** Arms a fault at the token's process, which is started to stay where none is running. */
async function arm(fault: unknown, options: AddressOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const wanted = orTell(output, checked(fault));
  const address = orTell(output, addressOf(options));
  if (wanted === undefined || address === undefined) return;
  if (orTell(output, await holdToken(address)) === undefined) return;
  const status = orTell(output, await controlToken(address.control, { do: 'arm', fault: wanted }));
  if (status !== undefined) tellStatus(output, 'armed', status);
}

const fault = (name: string, description: string): Command => withAddress(subcommand(name, description));
const nth = ['--nth <n>', 'from the n-th command from now on', counting] as const;
const times = ['--times <n>', 'for so many commands', counting] as const;

interface TearOptions extends AddressOptions {
  readonly command?: number;
  readonly after?: boolean;
  readonly byte?: number;
  readonly write?: number;
  readonly leave: 'old' | 'new' | 'garbage';
}

function tear(options: TearOptions, command: Command): Promise<void> {
  const { byte, write, leave, after } = options;
  return arm(
    byte === undefined
      ? { type: 'tear', at: 'command', nth: options.command ?? 1, when: after === true ? 'after' : 'before' }
      : { type: 'tear', at: 'byte', nth: byte, ...(write === undefined ? {} : { write }), leave },
    options,
    command,
  );
}

export const tearCommand = (): Command =>
  fault('tear', 'pulls the token out at an exact instant: a command, or a byte of a write')
    .addOption(
      new Option('--command <n>', 'at the n-th command from now, the next one when nothing is said')
        .argParser(counting)
        .conflicts('byte'),
    )
    .addOption(new Option('--after', 'when it is executed, but not answered').conflicts('byte'))
    .option('--byte <n>', 'while the n-th byte is written', counting)
    .option('--write <n>', 'counts the bytes from the n-th write command on', counting)
    .addOption(
      new Option('--leave <what>', 'what the torn page holds')
        .choices(['old', 'new', 'garbage'])
        .default('old'),
    )
    .action(tear);

export const muteCommand = (): Command =>
  fault('mute', 'lets the token say nothing until it is reset')
    .option(...nth)
    .action((options, command) => arm({ type: 'mute', nth: options.nth }, options, command));

export const answerCommand = (): Command =>
  fault('answer', 'lets the token answer a status word instead of its own')
    .argument('<sw>', 'four hex digits, such as 6581')
    .option('--ins <hex>', 'only commands with this instruction byte, such as D6')
    .option(...nth)
    .option(...times)
    .option('--executed', 'executes the command all the same')
    .action((sw: string, { ins, nth: from, times: many, executed, ...address }, command) =>
      arm({ type: 'answer', sw, ins, nth: from, times: many, executed }, address, command),
    );

export const delayCommand = (): Command =>
  fault('delay', 'lets the token take longer')
    .argument('<ms>', 'milliseconds', counting)
    .option(...nth)
    .option(...times)
    .action((ms: number, { nth: from, times: many, ...address }, command) =>
      arm({ type: 'delay', ms, nth: from, times: many }, address, command),
    );

async function disarm(options: AddressOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const address = orTell(output, addressOf(options));
  if (address === undefined) return;
  const status = orTell(output, await controlToken(address.control, { do: 'disarm' }));
  if (status !== undefined) tellStatus(output, 'disarmed', status);
}

export const disarmCommand = (): Command => fault('disarm', 'drops what was armed').action(disarm);
