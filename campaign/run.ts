import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { table } from '../bench/figures.ts';
import { runSuite } from './in-workers.ts';
import { inFindings, Progress } from './progress.ts';
import { keepScratchTogether } from './scratch.ts';
import type { Suite } from './suite.ts';
import { SUITES } from './suites.ts';
import { type Finding, figuresOf, heldAll } from './tally.ts';

const scratch = keepScratchTogether();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface Replay {
  readonly seed: number;
  readonly case: number;
}
interface Options {
  readonly seed: number;
  readonly cases?: number;
  readonly json?: boolean;
  readonly replay?: Replay;
}

function whole(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError('It is a whole number, such as 7.');
}

function replayOf(text: string): Replay {
  const [seed, number, ...more] = text.split(':');
  if (seed === undefined || number === undefined || more.length > 0)
    throw new InvalidArgumentError('It is SEED:CASE, such as 7:1042.');
  return { seed: whole(seed), case: whole(number) };
}

const program = new Command('campaign')
  .description(
    'Does harm to tokens, processes and inputs, and counts what comes of it. Ends with 1 when a bar does not hold or a suite could not run.',
  )
  .addHelpText(
    'after',
    `\nSuites:\n${SUITES.map(({ name, help, cases }) => `  ${name} (${cases} cases)\n${help.replaceAll(/^/gm, '    ')}\n`).join('\n')}`,
  )
  .addArgument(new Argument('[suite...]').choices(SUITES.map(({ name }) => name)))
  .addOption(new Option('--seed <n>', 'what the cases are made from').argParser(whole).default(1))
  .addOption(new Option('--cases <n>', 'how many; else as many as a full run has').argParser(whole))
  .addOption(new Option('--replay <seed:case>', 'one case again').argParser(replayOf))
  .option('--json', 'one line of JSON per figure instead of the table')
  .action(async (names: readonly string[], options: Options) => {
    if (names.length === 0) program.outputHelp();
    for (const suite of SUITES.filter(({ name }) => names.includes(name))) await carryOut(suite, options);
  });

async function carryOut(suite: Suite, { seed, cases, json = false, replay }: Options): Promise<void> {
  const run =
    replay === undefined
      ? { seed, cases: cases ?? suite.cases, only: null }
      : { seed: replay.seed, cases: replay.case + 1, only: replay.case };
  const begun = performance.now();
  const least = replay === undefined ? run.cases : 1;
  const progress = new Progress(
    suite.name,
    least,
    (found) => described(suite, run.seed, found),
    process.stderr,
  );
  const end = (signal: NodeJS.Signals) => {
    progress.clear();
    console.error(`${progress.line}: ended before it was through (${signal}), seed ${run.seed}`);
    scratch.endAll();
    process.exit(1);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  const tally = await runSuite(suite, run, (news) => progress.hear(news));
  for (const signal of SIGNALS) process.off(signal, end);
  progress.clear();
  const figures = figuresOf(suite.name, tally, suite.metrics, least);
  if (json) for (const figure of figures) console.log(JSON.stringify(figure));
  else console.log(`${suite.name}\n${suite.help.replaceAll(/^/gm, '  ')}\n\n${table(figures)}\n`);
  const seconds = Math.round((performance.now() - begun) / 1000);
  const found = tally.obstacle === undefined ? inFindings(tally.findings.length) : 'it could not run';
  console.error(`seed ${run.seed}, ${seconds} s, ${found}`);
  if (!heldAll(tally, figures)) process.exitCode = 1;
}

const described = ({ name }: Suite, seed: number, { case: number, group, metric, detail }: Finding): string =>
  `${name} ${group}, seed ${seed}, case ${number}, ${metric}: ${detail}\n` +
  `  again: npm run campaign -- ${name} --replay ${seed}:${number}`;

await program.parseAsync();
