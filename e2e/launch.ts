import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { _electron, type BrowserContext, chromium, type Page } from '@playwright/test';
import { resolveElectron } from '../scripts/electron.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const SUPERVISOR = path.join(ROOT, 'scripts/kiosk.ts');
const STARTS_WITHIN_MS = 30_000;
const STOPS_WITHIN_MS = 10_000;

export interface LaunchOptions {
  /** The application's folder (with a package.json) or script; Recard itself unless told. */
  readonly entry?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Where the application keeps its data; a test gives each run its own. */
  readonly userData: string;
  /** The primary display, as in `1080x1920`. With the real Electron, the display is what it is. */
  readonly window?: string;
  /** Recard itself under `scripts/kiosk.ts`, which starts it anew; `process` is then the supervisor's. */
  readonly supervised?: true;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Launched {
  readonly kind: 'electron' | 'double';
  readonly process: ChildProcess;
  /** Waits for the window whose address contains `urlPart`. */
  page(urlPart: string): Promise<Page>;
  /** Attaches Playwright anew, which never looks at a page again that crashed once, nor at another process. */
  pageAnew(urlPart: string): Promise<Page>;
  windows(): Page[];
  /** All that the application has written to its output and error output so far. */
  output(): string;
  /** Waits until the application has written `text`. */
  said(text: string): Promise<void>;
  /** Asks it to end (SIGTERM) and waits until it has. */
  stop(): Promise<Exit>;
  /** Ends it as a power cut does (SIGKILL). */
  kill(): Promise<Exit>;
}

interface Started {
  readonly process: ChildProcess;
  readonly context: BrowserContext;
  readonly output: Output;
  readonly attach: () => Promise<BrowserContext>;
}

/** Starts the application on the runtime that there is, and attaches Playwright to it. */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const { kind } = resolveElectron();
  const started = kind === 'electron' ? await startElectron(options) : await startDouble(options);
  const { process: child, output } = started;
  let { context } = started;
  const end = async (signal: NodeJS.Signals): Promise<Exit> => {
    if (child.exitCode !== null || child.signalCode !== null)
      return { code: child.exitCode, signal: child.signalCode };
    const exited = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
    await exited;
    clearTimeout(late);
    return { code: child.exitCode, signal: child.signalCode };
  };
  return {
    kind,
    process: child,
    page: (urlPart) => pageAt(context, urlPart, output),
    pageAnew: async (urlPart) => {
      context = await started.attach();
      return pageAt(context, urlPart, output);
    },
    windows: () => context.pages(),
    output: () => output.text,
    said: (text) => output.contains(text),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

async function startElectron({ entry = ROOT, env, args = [], userData }: LaunchOptions): Promise<Started> {
  const runtime = resolveElectron();
  const application = await _electron.launch({
    executablePath: runtime.path,
    args: [...runtime.args, entry, `--user-data-dir=${userData}`, ...args],
    env: { ...definedEnvironment(), ...env },
  });
  const child = application.process();
  const attach = () => Promise.reject(new Error('Playwright attaches to an Electron only when it starts it'));
  return { process: child, context: application.context(), output: new Output(child), attach };
}

async function startDouble({
  entry = ROOT,
  env,
  args = [],
  userData,
  window,
  supervised,
}: LaunchOptions): Promise<Started> {
  const runtime = resolveElectron();
  const program =
    supervised === undefined ? [runtime.path, ...runtime.args, entry] : [process.execPath, SUPERVISOR];
  const [command = '', ...first] = program;
  fs.mkdirSync(userData, { recursive: true });
  const endpointFile = path.join(userData, `endpoint-${crypto.randomUUID()}`);
  const child = spawn(command, [...first, `--user-data-dir=${userData}`, ...args], {
    env: {
      ...process.env,
      ELECTRON_DOUBLE_ENDPOINT_FILE: endpointFile,
      ...(window === undefined ? {} : { ELECTRON_DOUBLE_WINDOW: window }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = new Output(child);
  const attach = async (): Promise<BrowserContext> => {
    const browser = await chromium.connectOverCDP(await contentOf(endpointFile, child, output));
    const [context] = browser.contexts();
    if (context === undefined) throw new Error('the browser has no context');
    return context;
  };
  return { process: child, context: await attach(), output, attach };
}

async function pageAt(context: BrowserContext, urlPart: string, output: Output): Promise<Page> {
  const until = Date.now() + STARTS_WITHIN_MS;
  while (Date.now() < until) {
    const page = context.pages().find((candidate) => candidate.url().includes(urlPart));
    if (page !== undefined) return page;
    await delay(20);
  }
  throw new Error(`no window shows ${urlPart}; the application said:\n${output.text}`);
}

async function contentOf(file: string, child: ChildProcess, output: Output): Promise<string> {
  const until = Date.now() + STARTS_WITHIN_MS;
  while (!fs.existsSync(file)) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > until) {
      child.kill('SIGKILL');
      throw new Error(`the application did not start:\n${output.text}`);
    }
    await delay(20);
  }
  return fs.readFileSync(file, 'utf8');
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** What a process writes, while it writes. */
class Output {
  text = '';
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.text += chunk;
      });
    }
  }

  async contains(text: string): Promise<void> {
    const until = Date.now() + STARTS_WITHIN_MS;
    while (!this.text.includes(text)) {
      const over = this.#child.exitCode !== null || this.#child.signalCode !== null;
      if (over || Date.now() > until) throw new Error(`never said '${text}', but:\n${this.text}`);
      await delay(20);
    }
  }
}
