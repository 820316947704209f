import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from '../app/app.ts';
import { runtime } from '../app/runtime.ts';
import { inBackground } from '../background.ts';
import type { Rectangle } from '../chromium/browser.ts';
import { Page } from '../contents/page.ts';
import { WebContents } from '../contents/web-contents.ts';
import { electronEvent } from '../event.ts';
import { Guarded, NotModelled, whole } from '../guard.ts';
import { beside, DISPLAY, WindowFrame } from './frame.ts';
import { checkOptions } from './options.ts';
import { registry } from './registry.ts';

const EVENTS = [
  'blur', // focus is never lost here: never emitted
  'close',
  'closed',
  'enter-full-screen',
  'focus',
  'hide',
  'leave-full-screen',
  'ready-to-show',
  'responsive',
  'show',
  'unresponsive',
] as const;

type ModelledWindow = Pick<
  Electron.BrowserWindow,
  | 'capturePage'
  | 'close'
  | 'destroy'
  | 'focus'
  | 'getBounds'
  | 'hide'
  | 'id'
  | 'isDestroyed'
  | 'isFullScreen'
  | 'isKiosk'
  | 'isMinimized'
  | 'isVisible'
  | 'loadFile'
  | 'loadURL'
  | 'reload'
  | 'removeMenu'
  | 'restore'
  | 'setAlwaysOnTop'
  | 'setBounds'
  | 'setFullScreen'
  | 'setKiosk'
  | 'setMenu'
  | 'setMenuBarVisibility'
  | 'show'
  | 'webContents'
>;

let lastId = 0;

export class BrowserWindow extends Guarded implements ModelledWindow {
  readonly id = ++lastId;
  readonly webContents: Electron.WebContents;
  readonly #contents: WebContents;
  readonly #page: Page;
  readonly #frame: WindowFrame;
  #bounds: Rectangle;
  #isFilling: boolean;
  #isKiosk: boolean;
  #isVisible: boolean;
  #isDestroyed = false;

  static getAllWindows(): Electron.BrowserWindow[] {
    return windows().map((window) => whole<Electron.BrowserWindow>('BrowserWindow', window));
  }

  static fromId(id: number): Electron.BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.id === id) ?? null;
  }

  static fromWebContents(contents: Electron.WebContents): Electron.BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents.id === contents.id) ?? null;
  }

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super('BrowserWindow', EVENTS);
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    checkOptions(options);
    const { x = 0, y = 0, width = 800, height = 600, webPreferences = {} } = options;
    const { preload, additionalArguments = [] } = webPreferences;
    this.#bounds = { x, y, width, height };
    this.#isKiosk = options.kiosk === true;
    this.#isFilling = this.#isKiosk || options.fullscreen === true;
    this.#isVisible = options.show !== false;
    this.#page = new Page(this.#isFilling ? DISPLAY : this.#shownBounds());
    this.#frame = new WindowFrame(this.#page);
    this.#contents = new WebContents(
      this.#page,
      preload === undefined ? undefined : { file: preload, additionalArguments },
    );
    this.webContents = whole<Electron.WebContents>('webContents', this.#contents);
    this.#watch();
    if (webPreferences.javascript === false) {
      this.#page.beforeFirstScript(({ session }) =>
        session.send('Emulation.setScriptExecutionDisabled', { value: true }),
      );
    }
    registry.add(this);
    app.emit('browser-window-created', electronEvent(), this);
    app.emit('web-contents-created', electronEvent(), this.webContents);
  }

  #watch(): void {
    this.#page.beforeFirstScript(({ targetId }, browser) => {
      browser.onGone(targetId, () => this.#gone());
      // The page shall not see its window change size, so this comes before its first script.
      return this.#isFilling ? this.#frame.fill() : this.#frame.place(this.#shownBounds());
    });
    this.#contents.on('did-finish-load', () => this.emit('ready-to-show'));
    this.#contents.on('unresponsive', () => this.emit('unresponsive'));
    this.#contents.on('responsive', () => this.emit('responsive'));
  }

  loadURL(url: string, options?: Electron.LoadURLOptions): Promise<void> {
    return this.webContents.loadURL(url, options);
  }

  loadFile(file: string, options: Electron.LoadFileOptions = {}): Promise<void> {
    const url = pathToFileURL(path.resolve(app.getAppPath(), file));
    if (options.query !== undefined) url.search = new URLSearchParams(options.query).toString();
    if (options.search !== undefined) url.search = options.search;
    if (options.hash !== undefined) url.hash = options.hash;
    return this.webContents.loadURL(url.href);
  }

  reload(): void {
    this.webContents.reload();
  }

  capturePage(rect?: Electron.Rectangle): Promise<Electron.NativeImage> {
    return this.#contents.capturePage(rect);
  }

  show(): void {
    this.#setVisible(true);
    this.emit('show');
    this.focus();
  }

  hide(): void {
    this.#setVisible(false);
    this.emit('hide');
  }

  #setVisible(visible: boolean): void {
    const changes = visible !== this.#isVisible;
    this.#isVisible = visible;
    if (changes && !this.#isFilling) inBackground(this.#frame.place(this.#shownBounds()));
  }

  #shownBounds(): Rectangle {
    return this.#isVisible ? this.#bounds : beside(this.#bounds);
  }

  isVisible(): boolean {
    return this.#isVisible;
  }

  focus(): void {
    inBackground(this.#page.send('Page.bringToFront').then(() => this.emit('focus')));
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {}

  getBounds(): Electron.Rectangle {
    return { ...(this.#isFilling ? DISPLAY : this.#bounds) };
  }

  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    if (!this.#isFilling) inBackground(this.#frame.place(this.#shownBounds()));
  }

  isKiosk(): boolean {
    return this.#isKiosk;
  }

  setKiosk(flag: boolean): void {
    this.#isKiosk = flag;
    this.setFullScreen(flag);
  }

  isFullScreen(): boolean {
    return this.#isFilling;
  }

  setFullScreen(flag: boolean): void {
    if (flag === this.#isFilling) return;
    this.#isFilling = flag;
    const placed = flag ? this.#frame.fill() : this.#frame.place(this.#shownBounds());
    inBackground(placed.then(() => this.emit(flag ? 'enter-full-screen' : 'leave-full-screen')));
  }

  /** Windows here have no menu and nothing lies above them. */
  setMenu(menu: Electron.Menu | null): void {
    if (menu !== null) throw new NotModelled('menus');
  }

  removeMenu(): void {}

  setMenuBarVisibility(_visible: boolean): void {}

  setAlwaysOnTop(_flag: boolean): void {}

  close(): void {
    if (this.#isDestroyed) return;
    const event = electronEvent();
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    inBackground(this.#closeTarget());
    this.#gone();
  }

  async #closeTarget(): Promise<void> {
    const { targetId } = await this.#page.target();
    const { root } = await runtime.browser;
    await root.send('Target.closeTarget', { targetId });
  }

  #gone(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#contents.markDestroyed();
    setImmediate(() => {
      this.emit('closed');
      registry.remove(this);
    });
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
}

function windows(): BrowserWindow[] {
  return registry
    .all()
    .filter((window): window is BrowserWindow => window instanceof BrowserWindow && !window.isDestroyed());
}
