import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { environment } from '../environment.ts';
import { CdpConnection } from './cdp.ts';
import { makeProfile, removeProfile } from './profile.ts';

/** Nothing leaves the machine unasked, nothing is on screen but the page, and the clock of a hidden page runs on. */
const SWITCHES = [
  '--remote-debugging-pipe',
  '--remote-debugging-port=0',
  '--no-startup-window',
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
  close(): Promise<void>;
}

function switchesFor(profile: string, appended: readonly string[]): string[] {
  const { width, height } = environment.display;
  const switches = [...SWITCHES, `--user-data-dir=${profile}`, `--window-size=${width},${height}`];
  // A port for Playwright and the pipe for ourselves: Chromium takes both, and ends when the pipe breaks,
  // so a killed application leaves no browser behind.
  if (environment.headless) switches.push('--headless=new', `--screen-info={${width}x${height}}`);
  if (process.getuid?.() === 0) switches.push('--no-sandbox');
  return [...switches, ...appended];
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
    async close() {
      const late = setTimeout(() => chromium.kill('SIGKILL'), CLOSE_WITHIN_MS);
      (chromium.stdio[3] as Writable).end();
      await gone;
      clearTimeout(late);
      removeProfile(profile);
    },
  };
}
