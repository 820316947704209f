import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { virtualDisplay } from '../scripts/demonstration/display.ts';
import { Stack } from '../scripts/demonstration/stack.ts';
import { resolveElectron } from '../scripts/electron.ts';
import { build } from '../scripts/setup/build.mjs';
import { KIOSK_ID, writeKioskConfig } from '../scripts/world/kiosk-config.ts';
import { startServerProcess } from '../scripts/world/server.ts';
import { type Figure, figure, type Measured, notRun } from './figures.ts';
import { type Application, startApplication } from './kiosk/application.ts';
import { childrenOf, residentMegabytes } from './kiosk/memory.ts';
import { timeFalls } from './kiosk/page-falls.ts';
import { median } from './statistics.ts';
import type { Suite } from './suite.ts';

const SUITE = 'kiosk';
const ROOT = path.resolve(import.meta.dirname, '..');
const EMPTY = path.join(import.meta.dirname, 'empty-window');
const RUNS = 7;
const IDLE_MS = 5_000;
const MEGABYTES_BAR = 150;
const RATIO_BAR = 1.5;
const FALLS = 5;
const BACK_BAR_MS = 2_000;

const MEMORY = {
  suite: SUITE,
  case: 'idle',
  metric: 'resident-main',
  unit: 'MB',
  bar: MEGABYTES_BAR,
  better: 'lower',
} as const;
const USABLE = {
  suite: SUITE,
  case: 'window-usable',
  metric: 'of-empty-window',
  unit: 'ratio',
  bar: RATIO_BAR,
  better: 'lower',
} as const;

const BACK = {
  suite: SUITE,
  case: 'renderer-back',
  unit: 'ms',
  bar: BACK_BAR_MS,
  better: 'lower',
} as const;

const forInformation = (name: string, metric: string, value: number, unit: string): Figure =>
  figure({ suite: SUITE, case: name, metric, value, unit, better: 'lower' } satisfies Measured);

async function idle({ pid }: Application): Promise<Figure[]> {
  if (process.platform !== 'linux')
    return [notRun(MEMORY, 'memory is read from /proc, which only Linux has')];
  await delay(IDLE_MS);
  const cards = childrenOf(pid, 'card-process');
  return [
    figure({ ...MEMORY, value: residentMegabytes(pid) }),
    ...cards.map((card) => forInformation('idle', 'resident-card-process', residentMegabytes(card), 'MB')),
  ];
}

/** How long the window took; then whatever `during` does while the application runs. */
async function timeWindow(
  starting: Promise<Application>,
  during: (application: Application) => Promise<void> = async () => {},
): Promise<number> {
  const application = await starting;
  try {
    await during(application);
    return application.readyAfter;
  } finally {
    await application.end();
  }
}

async function measure(stack: Stack): Promise<Figure[]> {
  await build(process.execPath);
  const folder = mkdtempSync(path.join(tmpdir(), 'recard-bench-'));
  stack.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 }));
  const server = await startServerProcess(path.join(folder, 'server'), KIOSK_ID);
  stack.defer(() => server.stop());
  const display = process.env.DISPLAY ?? (await virtualDisplay('1080x1920', stack));
  const screen = display === undefined ? {} : { DISPLAY: display };
  const config = { RECARD_CONFIG: writeKioskConfig(folder, server) };
  const start = (entry: string, env: NodeJS.ProcessEnv) =>
    startApplication(entry, path.join(folder, path.basename(entry)), { ...screen, ...env });

  const empty: number[] = [];
  const kiosk: number[] = [];
  const memory: Figure[] = [];
  // The first pair fills the caches of the disk and is not counted.
  for (let run = 0; run <= RUNS; run++) {
    const emptyMillis = await timeWindow(start(EMPTY, {}));
    const kioskMillis = await timeWindow(start(ROOT, config), async (application) => {
      if (run === RUNS) memory.push(...(await idle(application)));
    });
    if (run === 0) continue;
    empty.push(emptyMillis);
    kiosk.push(kioskMillis);
  }
  const falling = { userData: path.join(folder, 'falls'), env: { ...screen, ...config } };
  const crashes = await timeFalls('crash', FALLS, falling);
  const hangs = await timeFalls('hang', FALLS, falling);
  const ratios = kiosk.map((millis, run) => millis / (empty[run] ?? Number.NaN));
  return [
    ...memory,
    figure({ ...USABLE, value: median(ratios) }),
    figure({ ...BACK, metric: 'after-crash', value: Math.max(...crashes) }),
    figure({ ...BACK, metric: 'after-hang', value: Math.max(...hangs) }),
    forInformation('window-usable', 'recard', median(kiosk), 'ms'),
    forInformation('window-usable', 'empty-window', median(empty), 'ms'),
  ];
}

export const kioskSuite: Suite = {
  name: SUITE,
  help: `The built kiosk on the runtime that npm start takes, in a window of Xvfb where there is no display, with a
server in a process of its own.
idle            resident-main: memory (VmRSS) of the main process ${IDLE_MS / 1000} s after its window was usable, on the double
                with the double in it; resident-card-process: that of the process that talks to the readers
window-usable   of-empty-window: time from the start of the process until the kiosk's page says that it can be used /
                time until a window with an empty page is ready to show (bench/empty-window), on the same runtime;
                the two in turn ${RUNS} times, median of the ratios of neighbours
renderer-back   time until the page has drawn itself from the snapshot again, the longest of ${FALLS}: after-crash: since its
                process crashed; after-hang: since it last gave a sign of life, with an endless loop in it`,
  async run() {
    const { kind, path: program } = resolveElectron();
    console.error(`Runtime: ${kind === 'electron' ? program : 'e2e/electron-double'}`);
    const stack = new Stack();
    try {
      return await measure(stack);
    } finally {
      await stack.close();
    }
  },
};
