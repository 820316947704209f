import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { environment, OUT_OF_SIGHT } from '../environment.ts';
import { CdpConnection } from './cdp.ts';
import { makeProfile, removeProfile } from './profile.ts';

/** Nothing leaves the machine unasked, nothing is on screen but the page, and the clock of a hidden page runs on. */
const SWITCHES = [
  '--remote-debugging-pipe',
  '--remote-debugging-port=0',
  '--no-startup-window',
  // Electron gives pages from files the rights of one origin (its fuse GrantFileProtocolExtraPrivileges).
  '--allow-file-access-from-files',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication',
  '--disable-search-engine-choice-screen',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  '--disable-background-timer-throttling',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--hide-crash-restore-bubble',
  '--kiosk',
  '--password-store=basic',
  '--autoplay-policy=no-user-gesture-required',
  '--test-type',
];

/** How long Chromium may take to close by itself when it is asked to. */
const CLOSE_WITHIN_MS = 3_000;

export interface Chromium {
  readonly cdp: CdpConnection;
  /** Where Playwright's `chromium.connectOverCDP` finds the same browser. */
  readonly endpoint: string;
  /**
   * Asks for a window without tabs and address bar, which shows `url`. The protocol cannot make one, but a second
   * start of the program hands this on to the first and ends.
   */
  openBare(url: string): Promise<void>;
  close(): Promise<void>;
}

function switchesFor(profile: string, appended: readonly string[]): string[] {
  const { width, height } = environment.display;
  const switches = [
    ...SWITCHES,
    `--user-data-dir=${profile}`,
    `--window-size=${width},${height}`,
    // A new window shows itself only when it has been given its place.
    `--window-position=${OUT_OF_SIGHT},0`,
  ];
  // A port for Playwright and the pipe for ourselves: Chromium takes both, and ends when the pipe breaks,
  // so a killed application leaves no browser behind.
  if (environment.headless) switches.push('--headless=new', `--screen-info={${width}x${height}}`);
  if (isRoot()) switches.push('--no-sandbox');
  return [...switches, ...appended];
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

async function endpointOf(chromium: ChildProcess): Promise<string> {
  const said: string[] = [];
  const lines = createInterface({ input: chromium.stderr as Readable });
  for await (const line of lines) {
    const found = /DevTools listening on ws:\/\/([^/]+)\//.exec(line);
    if (found?.[1] !== undefined) return `http://${found[1]}`;
    said.push(line);
  }
  throw new Error(`${environment.chromium} ended before it listened:\n${said.slice(-12).join('\n')}`);
}

/** Starts Debian's Chromium without a window, with a fresh profile inside `userData`. */
export async function launchChromium(userData: string, appended: readonly string[]): Promise<Chromium> {
  const profile = makeProfile(userData);
  const chromium = spawn(environment.chromium, switchesFor(profile, appended), {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const gone = once(chromium, 'exit');
  const endpoint = await endpointOf(chromium);
  chromium.stderr?.resume();
  const cdp = new CdpConnection(chromium.stdio[3] as Writable, chromium.stdio[4] as Readable);
  return {
    cdp,
    endpoint,
    async openBare(url) {
      const switches = [`--app=${url}`, `--user-data-dir=${profile}`, '--no-first-run'];
      if (isRoot()) switches.push('--no-sandbox');
      const [code] = await once(spawn(environment.chromium, switches, { stdio: 'ignore' }), 'exit');
      if (code !== 0) throw new Error(`${environment.chromium} could not open a window: exit code ${code}`);
    },
    async close() {
      const late = setTimeout(() => chromium.kill('SIGKILL'), CLOSE_WITHIN_MS);
      (chromium.stdio[3] as Writable).end();
      await gone;
      clearTimeout(late);
      removeProfile(profile);
    },
  };
}
