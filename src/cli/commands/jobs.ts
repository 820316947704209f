import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { loadConfig } from '../../main/config/load.ts';
import { failure } from '../../shared/contract/failure.ts';
import { REPORTS, type ReportKind } from '../../shared/contract/transfer.ts';
import { CHOICES, type Settlements, SettlementsSchema } from '../../shared/image/merge/report.ts';
import { followJob } from '../job/follow.ts';
import { staffFor } from '../job/staff.ts';
import { inTurns, type NamedReaders, type Turns, watchNamed } from '../job/turns.ts';
import { type JobWishes, SUGGESTED } from '../job/wishes.ts';
import { runKiosk } from '../kiosk-run.ts';
import { orTell } from '../output.ts';
import { outputOf, seconds, subcommand } from '../program.ts';
import { BINDINGS, type BindingName } from '../reader.ts';
import { agreeAtTerminal } from '../visit/agree.ts';
import { drainOutbox } from '../visit/drain.ts';
import { DRAIN_MS } from '../visit/tell-ending.ts';

interface JobOptions {
  readonly config: string;
  readonly yes?: boolean;
  readonly staff?: string;
  readonly wait: number;
  readonly firstReader?: string;
  readonly secondReader?: string;
  readonly preview?: boolean;
  readonly settle?: Settlements;
  readonly binding?: BindingName;
  readonly log?: boolean;
}

interface ReplaceOptions extends JobOptions {
  readonly account?: string;
  readonly number?: string;
  readonly token?: string;
  readonly report: ReportKind;
  readonly backup: string;
}

/** Digits as they are printed in groups. */
const digits = (text: string): string => text.replaceAll(/\s/g, '');

/** `ID=CHOICE`; the id has blanks and may have a sign of equality itself. */
function settling(text: string, before: Settlements = {}): Settlements {
  const at = text.lastIndexOf('=');
  const parsed = SettlementsSchema.safeParse({ [text.slice(0, at).trim()]: text.slice(at + 1).trim() });
  if (at < 1 || !parsed.success)
    throw new InvalidArgumentError(`It takes ID=CHOICE, a choice of ${CHOICES.join(', ')}.`);
  return { ...before, ...parsed.data };
}

async function carryOut(wishes: JobWishes, options: JobOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const loaded = orTell(output, loadConfig(options.config));
  if (loaded === undefined) return;
  const staffed = orTell(output, staffFor(wishes.job, loaded.config, options.staff));
  if (staffed === undefined) return;
  const { wait, binding, yes = false, log = false, firstReader: first, secondReader: second } = options;
  const named: NamedReaders = { first, second };
  let turns: Turns | undefined;
  let absent = (): string | null => null;
  process.exitCode = await runKiosk({
    loaded,
    binding,
    log,
    output,
    event: 'job',
    wrap: (reader) => {
      absent = watchNamed(reader, named);
      turns = inTurns(reader, named);
      return turns.port;
    },
    follow: async ({ kiosk, missing, lastFailure, stopping }) => {
      // The pump runs from the next turn of the event loop on.
      await nextTurn();
      // Until the host knows how an earlier job ended, it finds the devices in that one.
      await drainOutbox(kiosk.journal, DRAIN_MS, 0);
      kiosk.runner.setStaff(staffed);
      return followJob({
        runner: kiosk.runner,
        wishes,
        staff: staffed,
        wait,
        agree: yes ? () => Promise.resolve(true) : agreeAtTerminal,
        missing: () => {
          const detail = absent();
          return missing() ?? (detail === null ? null : failure('reader-missing', detail));
        },
        lastFailure,
        stopping,
        output,
        say: (line) => process.stderr.write(`${line}\n`),
        turn: (role) => turns?.turn(role),
      });
    },
  });
}

const jobCommand = (name: string, description: string): Command =>
  subcommand(name, description)
    .requiredOption('--config <file>', "the kiosk's configuration")
    .option('--yes', 'agrees to what is shown; without it the terminal asks')
    .option('--staff <id>', 'who answers for it, at a desk whose staff sign in')
    .option('--wait <seconds>', 'how long to wait for each token', seconds, 60)
    .option('--second-reader <name>', 'where the second device lies')
    .addOption(new Option('--binding <name>', 'PC/SC binding').choices(BINDINGS))
    .option('--log', "the kiosk's log on standard error");

const withTwo = (command: Command): Command =>
  command
    .option('--first-reader <name>', 'where the first device lies; the first in order when nothing is said')
    .option('--preview', 'shows the result and writes nothing');

const plain = { replace: null, settlements: {} } as const;

export const syncCommand = (): Command =>
  withTwo(jobCommand('sync', 'writes what the first device holds to the second')).action(
    (options: JobOptions, command: Command) =>
      carryOut({ ...plain, job: 'synchronize', preview: options.preview ?? false }, options, command),
  );

export const mergeCommand = (): Command =>
  withTwo(jobCommand('merge', 'brings together what two devices hold, and writes it to both'))
    .option(
      '--settle <id=choice>',
      `settles a conflict: ${CHOICES.join(', ')}; may be given again`,
      settling,
      undefined,
    )
    .action(({ settle = {}, preview = false, ...options }: JobOptions, command: Command) =>
      carryOut({ job: 'merge', replace: null, settlements: settle, preview }, options, command),
    );

export const replaceCommand = (): Command =>
  jobCommand('replace', 'makes a new device carry what a lost, stolen, damaged or upgraded one did')
    .addOption(
      new Option('--account <ref>', "finds the customer by the account's reference").conflicts('number'),
    )
    .option('--number <n>', 'finds the customer by the number of a token', digits)
    .option('--token <n>', 'the token that is gone: its number, or the end of it', digits)
    .addOption(new Option('--report <what>', 'what became of it').choices(REPORTS).makeOptionMandatory())
    .option('--backup <id>', 'the backup that the new device is to carry', SUGGESTED)
    .action(({ account, number, token, report, backup, ...options }: ReplaceOptions, command: Command) =>
      carryOut(
        { ...plain, job: 'replace', preview: false, replace: { account, number, token, report, backup } },
        options,
        command,
      ),
    );
