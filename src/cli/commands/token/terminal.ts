import { type Command, Option } from 'commander';
import { randomId } from '../../../server/images/keys.ts';
import { failure } from '../../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import { ACTIONS } from '../../../shared/image/model.ts';
import { REQUEST_REASONS } from '../../../shared/token/ef-commit.ts';
import { type ControlRequest, ControlRequestSchema } from '../../../virtual-token/control/messages.ts';
import { controlToken } from '../../../virtual-token/control-client.ts';
import { orTell } from '../../output.ts';
import { outputOf, subcommand, whole } from '../../program.ts';
import { type AddressOptions, addressOf, withAddress } from '../../token/address.ts';
import { askToken } from '../../token/hold.ts';
import { tellStatus } from './tell-status.ts';

const NOW = (): number => Math.floor(Date.now() / 1000);

type TerminalRequest = Exclude<ControlRequest, { do: 'dump' }>;

function checked(request: unknown): Result<TerminalRequest> {
  const parsed = ControlRequestSchema.safeParse(request);
  if (parsed.success && parsed.data.do !== 'dump') return ok(parsed.data);
  const issues = parsed.error?.issues ?? [];
  const detail = issues.map(({ path, message }) => `${path.at(-1)?.toString() ?? 'request'}: ${message}`);
  return fail(failure('request-malformed', detail.join('; ')));
}

/** Does what a terminal would: to the running token, or to one that is started for it. */
async function act(
  event: string,
  request: unknown,
  options: AddressOptions,
  command: Command,
): Promise<void> {
  const output = outputOf(command);
  const wanted = orTell(output, checked(request));
  const address = orTell(output, addressOf(options));
  if (wanted === undefined || address === undefined) return;
  const status = orTell(output, await askToken(address, (control) => controlToken(control, wanted)));
  if (status !== undefined) tellStatus(output, event, status);
}

export const logCommand = (): Command =>
  withAddress(subcommand('log', "a terminal appends a transaction to the token's log"))
    .requiredOption('--terminal <id>', 'the terminal, up to 8 characters')
    .requiredOption('--counter <n>', "the terminal's own count of its transactions", whole)
    .requiredOption('--programme <name>', 'whose cell it changes')
    .addOption(new Option('--action <what>', 'what it does').choices(ACTIONS).makeOptionMandatory())
    .requiredOption('--amount <n>', 'signed, in points, cents or uses', whole)
    .option('--item <id>', 'the coupon that is issued or redeemed')
    .option('--at <seconds>', 'seconds since 1970; now, when nothing is said', whole)
    .action(({ terminal, counter, programme, action, amount, item, at, ...address }, command) =>
      act(
        'logged',
        { do: 'log', transaction: { terminal, counter, programme, action, amount, item, at: at ?? NOW() } },
        address,
        command,
      ),
    );

const setCommand = (): Command =>
  withAddress(subcommand('set', 'asks for an update of the image'))
    .addOption(
      new Option('--reason <why>', 'why')
        .choices(REQUEST_REASONS.filter((reason) => reason !== 'none'))
        .makeOptionMandatory(),
    )
    .option('--request <id>', 'sixteen hex digits; random, when nothing is said')
    .option('--at <seconds>', 'seconds since 1970; now, when nothing is said', whole)
    .action(({ reason, request, at, ...address }, command) =>
      act(
        'indicator-set',
        { do: 'indicator-set', reason, requestId: request ?? randomId(), requestedAt: at ?? NOW() },
        address,
        command,
      ),
    );

const clearCommand = (): Command =>
  withAddress(subcommand('clear', 'takes the request back')).action((options, command) =>
    act('indicator-cleared', { do: 'indicator-clear' }, options, command),
  );

export const indicatorCommand = (): Command =>
  subcommand('indicator', "a terminal sets or clears the token's update indicator")
    .addCommand(setCommand())
    .addCommand(clearCommand());
