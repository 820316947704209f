import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BrowserWindow, powerSaveBlocker } from 'electron';
import type { Config } from '../config/schema.ts';
import type { Sender } from '../ipc/trust.ts';

/** `out/`, beside the bundle of the main process. */
const OUT = path.resolve(import.meta.dirname, '..');
const page = (name: string): string => path.join(OUT, 'renderer', `${name}.html`);

const PREFERENCES = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  webSecurity: true,
  spellcheck: false,
  devTools: false,
} as const;

export interface PageWindow {
  readonly window: BrowserWindow;
  readonly sender: Sender;
  /** Shows its page: once its calls are bound. */
  load(): void;
}

function open(
  name: 'index' | 'dock',
  options: Electron.BrowserWindowConstructorOptions,
  query: Record<string, string>,
): PageWindow {
  const preload = path.join(OUT, 'preload', `${name === 'index' ? 'kiosk' : 'dock'}.cjs`);
  const window = new BrowserWindow({ ...options, show: false, webPreferences: { ...PREFERENCES, preload } });
  window.once('ready-to-show', () => {
    window.show();
  });
  return {
    window,
    sender: { webContentsId: window.webContents.id, url: pathToFileURL(page(name)).href },
    load: () => void window.loadFile(page(name), { query }),
  };
}

/** The kiosk's window. It covers the screen and cannot be closed by the person before it. */
export function openKioskWindow(
  config: Config['window'],
  language: string,
  mayClose: () => boolean,
): PageWindow {
  const { kiosk, width, height, pixelsPerMm } = config;
  const query = { lang: language, ...(pixelsPerMm === undefined ? {} : { mm: String(pixelsPerMm) }) };
  const opened = open('index', { kiosk, width, height, title: 'Recard', backgroundColor: '#00434d' }, query);
  opened.window.on('close', (event) => {
    if (!mayClose()) event.preventDefault();
  });
  if (kiosk) powerSaveBlocker.start('prevent-display-sleep');
  return opened;
}

/** The dock of demonstration tokens, beside the kiosk. */
export function openDockWindow(kiosk: Config['window'], language: string): PageWindow {
  const { width } = kiosk;
  return open(
    'dock',
    { x: width, y: 0, width: 420, height: 900, title: 'Recard: demonstration tokens' },
    { lang: language },
  );
}
