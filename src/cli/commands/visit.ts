import { type Command, Option } from 'commander';
import { loadConfig } from '../../main/config/load.ts';
import { runKiosk } from '../kiosk-run.ts';
import { orTell } from '../output.ts';
import { outputOf, seconds, subcommand } from '../program.ts';
import { BINDINGS, type BindingName } from '../reader.ts';
import { agreeAtTerminal } from '../visit/agree.ts';
import { followVisit } from '../visit/follow.ts';

interface VisitOptions {
  readonly config: string;
  readonly yes?: boolean;
  readonly wait: number;
  readonly binding?: BindingName;
  readonly log?: boolean;
}

async function visit(options: VisitOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const loaded = orTell(output, loadConfig(options.config));
  if (loaded === undefined) return;
  const { wait, binding, yes = false, log = false } = options;
  process.exitCode = await runKiosk({
    loaded,
    binding,
    log,
    output,
    event: 'visit',
    follow: async ({ kiosk, missing, lastFailure, decided, stopping }) => {
      const { runner } = kiosk;
      const agree = yes ? () => Promise.resolve(true) : agreeAtTerminal;
      const ending = await followVisit({ runner, wait, agree, missing, lastFailure, stopping, output });
      // what the ending says of itself counts more: a host that went away after its first answer
      return { ...ending, facts: { ...decided(), ...ending.facts } };
    },
  });
}

export const visitCommand = (): Command =>
  subcommand('visit', 'carries out one visit, as the kiosk does, without a window')
    .requiredOption('--config <file>', "the kiosk's configuration")
    .option('--yes', 'accepts what the host offers; without it the terminal asks')
    .option('--wait <seconds>', 'how long to wait for a token', seconds, 60)
    .addOption(new Option('--binding <name>', 'PC/SC binding').choices(BINDINGS))
    .option('--log', "the kiosk's log on standard error")
    .action(visit);
