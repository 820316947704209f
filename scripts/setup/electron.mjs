// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { innerPath, inRoot, root } from './root.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';
import { remember, remembered } from './stamp.mjs';

const DOUBLE = "The kiosk runs on e2e/electron-double with Debian's Chromium instead.";
const PROBE_MS = 4_000;
const DOWNLOAD_MS = 60_000;

/**
 * Finds Electron's runtime, or tries once to download it. Without one, the stand-in is used.
 * @param {string} node
 */
export async function findElectron(node) {
  if (process.env.RECARD_ELECTRON === 'double') return say(`RECARD_ELECTRON=double: ${DOUBLE}`);
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH)
    return say('Electron: the runtime of ELECTRON_OVERRIDE_DIST_PATH.');
  const { version } = JSON.parse(readFileSync(inRoot('node_modules/electron/package.json'), 'utf8'));
  if (existsSync(inRoot('node_modules/electron/dist/version'))) return;
  if (remembered().electron === `${version} unavailable`)
    return say(`Electron ${version}: no download last time. ${DOUBLE} To try again: npx install-electron`);
  if (process.env.CI || process.env.npm_config_offline === 'true')
    return say(`Electron's runtime is not downloaded in CI or offline. ${DOUBLE}`);

  const reason = (await unreachable()) ?? (await download(node, version));
  if (reason === undefined) return;
  remember({ electron: `${version} unavailable` });
  say(`Electron ${version} could not be downloaded (${reason}). ${DOUBLE}`);
}

/** Why the place that Electron is downloaded from does not answer; undefined when it does, or when a proxy decides. */
async function unreachable() {
  if (Object.keys(process.env).some((name) => /^(https?|all)_proxy$|^electron_get_use_proxy$/i.test(name)))
    return undefined;
  const place = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/';
  try {
    await fetch(place, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) });
    return undefined;
  } catch (error) {
    return `${new URL(place).host} does not answer: ${reasonOf(error)}`;
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && 'code' in error.cause ? error.cause.code : error.name;
}

/**
 * @param {string} node
 * @param {string} version
 */
async function download(node, version) {
  say(`Electron ${version}: downloads its runtime (about 120 MB, at most ${DOWNLOAD_MS / 1000} s) …`);
  const { code, output } = await run(node, [inRoot('node_modules/electron/install.js')], {
    cwd: root,
    env: { ...process.env, PATH: innerPath() },
    limitMs: DOWNLOAD_MS,
  });
  const program = inRoot(
    'node_modules/electron/dist',
    process.platform === 'win32' ? 'electron.exe' : 'electron',
  );
  if (code === 0 && (process.platform === 'darwin' || existsSync(program))) return undefined;
  const said = output.split('\n').find((line) => /error/i.test(line)) ?? 'it took too long';
  return said.trim().slice(0, 120);
}
