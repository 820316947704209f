import { type Command, Option } from 'commander';
import { type LoadedConfig, loadConfig } from '../../main/config/load.ts';
import { assembleKiosk, type Kiosk } from '../../main/kiosk.ts';
import type { Log } from '../../main/visit/services.ts';
import { EXIT } from '../exit-codes.ts';
import { type Output, orTell, tellFailure } from '../output.ts';
import { outputOf, seconds, subcommand } from '../program.ts';
import { BINDINGS, type BindingName, openReaders, watchMissing } from '../reader.ts';
import { agreeAtTerminal } from '../visit/agree.ts';
import { drainOutbox } from '../visit/drain.ts';
import type { Ending } from '../visit/ending.ts';
import { followVisit } from '../visit/follow.ts';
import { followLog } from '../visit/visit-log.ts';

interface VisitOptions {
  readonly config: string;
  readonly yes?: boolean;
  readonly wait: number;
  readonly binding?: BindingName;
  readonly log?: boolean;
}

/** How long the host has to acknowledge the outcome before this process ends; the next one sends it otherwise. */
const DRAIN_MS = 3_000;

async function visit(options: VisitOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const loaded = orTell(output, loadConfig(options.config));
  if (loaded === undefined) return;
  process.exitCode = await visitWith(loaded, options, output);
}

async function visitWith(loaded: LoadedConfig, options: VisitOptions, output: Output): Promise<number> {
  const stderr: Log = (event, facts = {}) => {
    if (options.log === true) process.stderr.write(`${JSON.stringify({ event, ...facts })}\n`);
  };
  const { log, lastFailure, decided } = followLog(stderr);
  const binding = options.binding ?? loaded.config.reader.binding;
  const reader = openReaders(binding, (line) => log('reader', { line }));
  const missing = watchMissing(reader);
  const assembled = assembleKiosk({ loaded, reader, log });
  if (!assembled.ok) return tellFailure(output, assembled.failure);
  const kiosk = assembled.value;
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const before = kiosk.journal.outboxCounts();
  const ending = followVisit({
    runner: kiosk.runner,
    wait: options.wait,
    agree: options.yes === true ? () => Promise.resolve(true) : agreeAtTerminal,
    missing,
    lastFailure,
    stopping: stopping.signal,
    output,
  });
  kiosk.start();
  const ended = await ending;
  // what the ending says of itself counts more: a host that went away after its first answer
  const whole = { ...ended, facts: { ...decided(), ...ended.facts } };
  const code = await tellEnding(kiosk, whole, before.ok ? before.value.rejected : 0, output);
  await kiosk.stop();
  process.off('SIGINT', stop).off('SIGTERM', stop);
  return code;
}

async function tellEnding(
  { journal }: Kiosk,
  { outcome, exit, facts, reported, words, receipt }: Ending,
  rejectedBefore: number,
  output: Output,
): Promise<number> {
  if (!reported) {
    output.tell('visit', { outcome, ...facts }, words);
    return exit;
  }
  const limit = exit === EXIT.hostAway ? 0 : DRAIN_MS;
  const hostConfirmed = await drainOutbox(journal, limit, rejectedBefore);
  const told = hostConfirmed ? 'The host has confirmed it.' : 'The host is told as soon as it can be.';
  const receipts = receipt === undefined ? {} : { receipt: { ...receipt, hostConfirmed } };
  output.tell('visit', { outcome, ...facts, ...receipts, hostConfirmed }, `${words} ${told}`);
  return exit;
}

export const visitCommand = (): Command =>
  subcommand('visit', 'carries out one visit, as the kiosk does, without a window')
    .requiredOption('--config <file>', "the kiosk's configuration")
    .option('--yes', 'accepts what the host offers; without it the terminal asks')
    .option('--wait <seconds>', 'how long to wait for a token', seconds, 60)
    .addOption(new Option('--binding <name>', 'PC/SC binding').choices(BINDINGS))
    .option('--log', "the kiosk's log on standard error")
    .action(visit);
