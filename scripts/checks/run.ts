import { build } from '../setup/build.mjs';
import { leftovers } from './leftovers.ts';
import { playwright } from './playwright.ts';
import { runStages } from './run-stages.ts';
import { failed, passed, type Stage } from './stage.ts';
import { lint, types } from './static.ts';
import { vitest } from './vitest.ts';

const MINUTE = 60_000;

const built: Stage = {
  name: 'build',
  run: () =>
    build(process.execPath).then(
      () => passed,
      (error: Error) => failed(error.message),
    ),
};

/**
 * Those in one row run side by side: some wait for tokens while others use the processor. The kiosk's have the machine
 * to themselves.
 */
const STAGES: readonly (readonly Stage[])[] = [
  [lint, types],
  [built],
  [vitest('unit', 15 * MINUTE), vitest('pcsc', 15 * MINUTE), playwright('screens', 15 * MINUTE)],
  [playwright('kiosk', 20 * MINUTE)],
];
const NAMES = STAGES.flat().map(({ name }) => name);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !NAMES.includes(name));
if (unknown.length > 0) console.log(`No such stage: ${unknown}. There are: ${NAMES}`);
const wanted = ({ name }: Stage): boolean => asked.length === 0 || asked.includes(name);
const groups = STAGES.map((group) => group.filter(wanted));

const total = await runStages([...groups, [leftovers]]);
const failures = total.failed + unknown.length;
console.log(`\n${total.passed} passed, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;
