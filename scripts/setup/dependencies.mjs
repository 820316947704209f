// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { inRoot, outerPath, root } from './root.mjs';
import { run, tail } from './run.mjs';
import { Instruction, say } from './say.mjs';
import { remember, remembered } from './stamp.mjs';

/** Installs exactly what package-lock.json lists, when that is not what was installed last. */
export async function installDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex');
  if (remembered().lock === lock && existsSync(inRoot('node_modules/.package-lock.json'))) return;

  say('npm ci: installs what package-lock.json lists (about 600 MB; half a minute) …');
  const { code, output } = await run('npm', ['ci', '--ignore-scripts', '--loglevel=error'], {
    cwd: root,
    // npm must not run on the Node inside the folder that it is about to replace
    env: { ...process.env, PATH: outerPath() },
    shell: process.platform === 'win32',
  });
  if (code !== 0)
    throw new Instruction(
      `npm ci failed. Check that the npm registry can be reached (npm ping), then start again. npm said:\n${tail(output)}`,
    );
  remember({ lock });
}
