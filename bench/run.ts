import { Argument, Command } from 'commander';
import { cardSuite } from './card.ts';
import { table } from './figures.ts';
import { kioskSuite } from './kiosk.ts';
import { mergeSuite } from './merge.ts';
import type { Suite } from './suite.ts';
import { visitSuite } from './visit.ts';

const SUITES: readonly Suite[] = [cardSuite, visitSuite, kioskSuite, mergeSuite];

const program = new Command('bench')
  .description('Measures suites and prints a table. Ends with 1 when a bar is missed.')
  .addHelpText(
    'after',
    `\nSuites:\n${SUITES.map(({ name, help }) => `  ${name}\n${help.replaceAll(/^/gm, '    ')}\n`).join('\n')}`,
  )
  .addArgument(new Argument('[suite...]').choices(SUITES.map(({ name }) => name)))
  .option('--json', 'one line of JSON per figure instead of the table')
  .action(async (names: readonly string[], { json = false }: { json?: boolean }) => {
    if (names.length === 0) program.outputHelp();
    for (const suite of SUITES.filter(({ name }) => names.includes(name))) await measure(suite, json);
  });

async function measure(suite: Suite, json: boolean): Promise<void> {
  const figures = await suite.run();
  if (json) for (const figure of figures) console.log(JSON.stringify(figure));
  else console.log(`${suite.name}\n${suite.help.replaceAll(/^/gm, '  ')}\n\n${table(figures)}\n`);
  if (figures.some(({ holds }) => holds === false)) process.exitCode = 1;
}

await program.parseAsync();
