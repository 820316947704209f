import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { command, ROOT } from './command.ts';
import { failed, type Outcome, passed, type Stage, sum } from './stage.ts';

const LIMIT_MS = 300_000;

type Check = readonly [what: string, program: string, ...args: string[]];

const FOLDERS = ['src', 'e2e', 'bench', 'campaign', 'scripts'].filter((folder) =>
  existsSync(path.join(ROOT, folder)),
);

const LINT: readonly Check[] = [
  ['lint and format', 'biome', 'check', '--error-on-warnings'],
  ['import directions', 'depcruise', ...FOLDERS, '--config', '.dependency-cruiser.mjs'],
  ['file sizes', 'node', 'scripts/sizes.ts'],
  ['habits', 'node', 'scripts/check-habits.ts'],
];

/** Everything that is checked without running the product, one check after the other: each passes or fails once. */
export const lint: Stage = { name: 'lint', run: () => checkAll(LINT) };

/** The root project (tests, scripts, configuration) and one project per process, each with its own libraries. */
export const types: Stage = {
  name: 'types',
  run: () => checkAll(projects().map((project): Check => [`types of ${project}`, 'tsc', '-p', project])),
};

/** The tsconfig.json files of this project, relative to its root. */
export function projects(): readonly string[] {
  const parts = readdirSync(path.join(ROOT, 'src')).map((part) => `src/${part}/tsconfig.json`);
  return ['tsconfig.json', ...parts.filter((file) => existsSync(path.join(ROOT, file)))];
}

async function checkAll(checks: readonly Check[]): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const [what, program, ...args] of checks) {
    const { ok, how, output } = await command(program, args, { limitMs: LIMIT_MS });
    outcomes.push(ok ? passed : failed(`${what}: ${how}\n${output.trimEnd()}`));
  }
  return sum(outcomes);
}
