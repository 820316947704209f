// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { run, tail } from './run.mjs';
import { say } from './say.mjs';

/** @typedef {'start' | 'test'} Purpose */

/** @type {Readonly<Record<string, string>>} */
const WHY_START = {
  pcscd: 'the PC/SC service',
  libpcsclite1: 'its client library',
  'libpcsclite-dev': 'to build the PC/SC binding pcsclite',
  'vsmartcard-vpcd': 'the virtual reader of the software token',
  chromium: "the pages, where Electron's runtime cannot be downloaded",
  xvfb: 'a display where there is none',
  xauth: 'for xvfb-run',
  'g++': 'to build native code',
  make: 'to build native code',
  python3: 'to build native code',
};
/** @type {Readonly<Record<string, string>>} */
const WHY_TEST = {
  opensc: 'opensc-tool, the second opinion on the token',
  'pcsc-tools': 'pcsc_scan, the second opinion on the reader',
  postgresql: 'the servers’ other database',
};
const LISTS = '/var/lib/apt/lists';
const CLUSTERS = '/etc/postgresql-common/createcluster.conf';
const NO_CLUSTER = '"create_main_cluster = false"';
const APT = 'DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 --no-install-recommends';

/**
 * Installs the Debian packages that are missing, or says exactly what to install.
 * @param {Purpose} purpose
 */
export async function installPackages(purpose) {
  const why = purpose === 'test' ? { ...WHY_START, ...WHY_TEST } : WHY_START;
  if (!isDebian()) {
    if (process.platform === 'linux')
      say(
        `Not Debian: to use PC/SC and a browser, install what your system calls ${Object.keys(why).join(', ')}.`,
      );
    return say('Packages are installed on Debian only; here the demonstration token works in process.');
  }
  const missing = await missingOf(Object.keys(why));
  if (missing.length === 0) return;

  const line = `apt-get install --no-install-recommends ${missing.join(' ')}`;
  const asRoot = await rootPrefix();
  if (asRoot === undefined) {
    say(`Missing: ${missing.map((name) => `${name} (${why[name]})`).join(', ')}.`);
    return say(`Neither root nor sudo without a password, so install them yourself: sudo ${line}`);
  }
  say(`apt-get: installs ${missing.map((name) => `${name} (${why[name]})`).join(', ')} …`);
  const { code, output } = await install(missing, asRoot);
  if (code !== 0) say(`apt-get failed. Try it yourself: sudo ${line}\n${tail(output)}`);
}

/**
 * @param {string[]} missing
 * @param {string[]} asRoot The command that makes what follows root's; empty for root.
 */
async function install(missing, asRoot) {
  const clusterUnwanted = missing.includes('postgresql') && !existsSync(CLUSTERS);
  // tests make clusters of their own: the package is not to make and start one
  if (clusterUnwanted)
    await shell(asRoot, `mkdir -p ${path.dirname(CLUSTERS)} && echo ${NO_CLUSTER} > ${CLUSTERS}`);

  const listed = existsSync(LISTS) && readdirSync(LISTS).some((name) => name.endsWith('Packages'));
  const command = `${APT} install ${missing.join(' ')}`;
  // an update is needed where the lists are absent, or name versions that the archive has replaced
  const first = listed ? await shell(asRoot, command) : undefined;
  const last = first?.code === 0 ? first : await shell(asRoot, `${APT} update && ${command}`);

  // leaves the setting as Debian ships it
  if (clusterUnwanted)
    await shell(asRoot, `test ! -e ${CLUSTERS}.ucf-dist || mv ${CLUSTERS}.ucf-dist ${CLUSTERS}`);
  return last;
}

/**
 * @param {string[]} asRoot
 * @param {string} script
 */
function shell(asRoot, script) {
  // dpkg is not to be killed half-way through a package
  const [program = 'sh', ...args] = [...asRoot, 'sh', '-c', script];
  return run(program, args, { limitMs: 1_200_000, ending: 'SIGTERM' });
}

function isDebian() {
  if (process.platform !== 'linux' || !existsSync('/etc/os-release')) return false;
  return (
    /^ID(_LIKE)?=.*\bdebian\b/m.test(readFileSync('/etc/os-release', 'utf8')) &&
    existsSync('/usr/bin/dpkg-query')
  );
}

/** @param {string[]} names */
async function missingOf(names) {
  const { output } = await run('dpkg-query', ['-W', '-f', `\${Package} \${db:Status-Status}\n`, ...names]);
  const installed = new Set(
    output
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return names.filter((name) => !installed.has(name));
}

async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return (await run('sudo', ['-n', 'true'])).code === 0 ? ['sudo', '-n'] : undefined;
}
