import { build } from '../setup/build.mjs';
import { leftovers } from './leftovers.ts';
import { endToEnd } from './playwright.ts';
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

const STAGES = [
  lint,
  types,
  built,
  vitest('unit', 10 * MINUTE),
  vitest('pcsc', 10 * MINUTE),
  endToEnd(20 * MINUTE),
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => STAGES.every((stage) => stage.name !== name));
if (unknown.length > 0)
  console.log(`No such stage: ${unknown}. There are: ${STAGES.map((stage) => stage.name)}`);
const stages = STAGES.filter((stage) => asked.length === 0 || asked.includes(stage.name));

const total = await runStages([...stages, leftovers]);
const failures = total.failed + unknown.length;
console.log(`\n${total.passed} passed, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;
