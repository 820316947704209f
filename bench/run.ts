import { parseArgs } from 'node:util';
import { cardSuite } from './card.ts';
import { table } from './figures.ts';
import type { Suite } from './suite.ts';

const SUITES: readonly Suite[] = [cardSuite];

const USAGE = `Usage: npm run bench -- <suite> [<suite> …] [--json]

Measures suites and prints a table, or with --json one line per figure. Ends with 1 when a bar is missed.

Suites:
${SUITES.map(({ name, help }) => `  ${name}\n${help.replaceAll(/^/gm, '    ')}`).join('\n\n')}
`;

/** Runs the named suites one after the other; returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help || positionals.length === 0) {
    console.log(USAGE);
    return 0;
  }
  const unknown = positionals.filter((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(`There is no suite named ${unknown.join(', ')}.\n\n${USAGE}`);
    return 2;
  }
  let missed = false;
  for (const suite of SUITES.filter(({ name }) => positionals.includes(name))) {
    const figures = await suite.run();
    if (values.json) for (const figure of figures) console.log(JSON.stringify(figure));
    else console.log(`${suite.name}\n${suite.help.replaceAll(/^/gm, '  ')}\n\n${table(figures)}\n`);
    missed ||= figures.some(({ holds }) => holds === false);
  }
  return missed ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
