// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { innerPath, inRoot, root } from './root.mjs';
import { run, tail } from './run.mjs';
import { Instruction, say } from './say.mjs';

const SOURCES = [
  'src/main',
  'src/preload',
  'src/renderer',
  'src/shared',
  'assets',
  'electron.vite.config.ts',
];
const RESULTS = ['out/main/index.js', 'out/preload/kiosk.cjs', 'out/renderer/index.html'];
const STAMP = inRoot('out/.built-from');

/**
 * Builds the kiosk's main process, preloads and pages into out/ when their sources are not what it was built from.
 * @param {string} node
 */
export async function build(node) {
  const digest = digestOfSources();
  const current = existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest;
  if (current && RESULTS.every((file) => existsSync(inRoot(file)))) return;

  say('electron-vite: builds the kiosk into out/ …');
  const { code, output } = await run(
    node,
    [inRoot('node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'],
    { cwd: root, env: { ...process.env, PATH: innerPath() }, limitMs: 300_000 },
  );
  if (code !== 0) throw new Instruction(`The kiosk could not be built. The build said:\n${tail(output, 30)}`);
  writeFileSync(STAMP, digest);
}

/** Of names and contents, because a checkout changes times: SHA-256 as hex. */
function digestOfSources() {
  const hash = createHash('sha256').update(readFileSync(inRoot('package-lock.json')));
  for (const file of SOURCES.flatMap(filesUnder))
    hash.update(`\0${file}\0`).update(readFileSync(inRoot(file)));
  return hash.digest('hex');
}

/**
 * @param {string} place
 * @returns {string[]}
 */
function filesUnder(place) {
  if (!existsSync(inRoot(place))) return [];
  if (statSync(inRoot(place)).isFile()) return [place];
  return readdirSync(inRoot(place))
    .sort()
    .filter((name) => !/\.test\.tsx?$/.test(name))
    .flatMap((name) => filesUnder(path.join(place, name)));
}
