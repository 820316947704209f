import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { run, tail } from './run.mjs';
import { say } from './say.mjs';

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
const WHY_TEST = {
  opensc: 'opensc-tool, the second opinion on the token',
  'pcsc-tools': 'pcsc_scan, the second opinion on the reader',
  postgresql: 'the servers’ other database',
};
const LISTS = '/var/lib/apt/lists';

/** Installs the Debian packages that are missing, or says exactly what to install and what goes without. */
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

async function install(missing, asRoot) {
  const noCluster = missing.includes('postgresql') ? await withoutCluster(asRoot) : undefined;
  if (noCluster !== undefined && noCluster.code !== 0) return noCluster;
  const listed = existsSync(LISTS) && readdirSync(LISTS).some((name) => name.endsWith('Packages'));
  const first = listed ? await apt(asRoot, ['install', ...missing]) : { code: null };
  if (first.code === 0) return first;
  // the lists are absent, or name versions that the archive has replaced
  const updated = await apt(asRoot, ['update']);
  return updated.code === 0 ? apt(asRoot, ['install', ...missing]) : updated;
}

/** Tests make clusters of their own, so the package's is not made: the way that postgresql-common(7) gives. */
async function withoutCluster(asRoot) {
  const file = '/etc/postgresql-common/createcluster.conf';
  if (existsSync(file)) return undefined;
  const write = `mkdir -p /etc/postgresql-common && echo "create_main_cluster = false" > ${file}`;
  return run(asRoot[0] ?? 'sh', [...asRoot.slice(1), ...(asRoot.length > 0 ? ['sh'] : []), '-c', write]);
}

function apt(asRoot, [verb, ...packages]) {
  const options = ['-q', '-y', '-o', 'DPkg::Lock::Timeout=120', '--no-install-recommends'];
  const [program, ...args] = [
    ...asRoot,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    verb,
    ...options,
    ...packages,
  ];
  return run(program, args, { limitMs: 1_200_000 });
}

function isDebian() {
  if (process.platform !== 'linux' || !existsSync('/etc/os-release')) return false;
  return (
    /^ID(_LIKE)?=.*\bdebian\b/m.test(readFileSync('/etc/os-release', 'utf8')) &&
    existsSync('/usr/bin/dpkg-query')
  );
}

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
