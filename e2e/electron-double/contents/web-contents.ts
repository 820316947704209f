import { app } from '../app/app.ts';
import { inBackground } from '../background.ts';
import type { Browser, Target } from '../chromium/browser.ts';
import { electronEvent } from '../event.ts';
import { Guarded, NotModelled, whole } from '../guard.ts';
import { defaultSession, permissions, webRequest } from '../session/session.ts';
import { goneDetails } from './crash.ts';
import { mainFrame } from './frame.ts';
import { Heartbeat } from './heartbeat.ts';
import { nativeImage } from './image.ts';
import { IpcLink } from './ipc-link.ts';
import { Loading } from './loading.ts';
import type { Page } from './page.ts';
import type { PreloadOptions } from './preload.ts';
import { pdfOptions } from './printing.ts';
import { type OpenHandler, Requests } from './requests.ts';

const EVENTS = [
  'console-message',
  'destroyed',
  'did-fail-load',
  'did-finish-load',
  'did-navigate',
  'did-navigate-in-page',
  'did-start-loading',
  'did-stop-loading',
  'dom-ready',
  'ipc-message',
  'preload-error',
  'render-process-gone',
  'responsive',
  'unresponsive',
  'will-navigate',
  'will-attach-webview', // <webview> does not exist here: never emitted
] as const;

type ModelledWebContents = Pick<
  Electron.WebContents,
  | 'capturePage'
  | 'executeJavaScript'
  | 'forcefullyCrashRenderer'
  | 'getOSProcessId'
  | 'getPrintersAsync'
  | 'getURL'
  | 'id'
  | 'isCrashed'
  | 'isDestroyed'
  | 'isLoading'
  | 'loadURL'
  | 'mainFrame'
  | 'print'
  | 'printToPDF'
  | 'reload'
  | 'send'
  | 'session'
  | 'setVisualZoomLevelLimits'
  | 'setWindowOpenHandler'
>;

let lastId = 0;

export class WebContents extends Guarded implements ModelledWebContents {
  readonly id = ++lastId;
  readonly session = defaultSession;
  readonly mainFrame: Electron.WebFrameMain;
  readonly #page: Page;
  readonly #loading: Loading;
  readonly #requests: Requests;
  readonly #ipc: IpcLink | undefined;
  readonly #heartbeat: Heartbeat;
  #isCrashed = false;
  #isDestroyed = false;

  constructor(page: Page, preload: PreloadOptions | undefined) {
    super('webContents', EVENTS);
    const emit = (event: string, ...args: unknown[]): void => {
      if (!this.#isDestroyed) this.emit(event, ...args);
    };
    const contents = (): Electron.WebContents => whole<Electron.WebContents>('webContents', this);
    this.#page = page;
    this.#loading = new Loading(page, emit);
    this.mainFrame = mainFrame(() => this.#loading.url);
    this.#requests = new Requests(page, emit, { contents, permissions, webRequest });
    const sender = { contents, frame: () => this.mainFrame };
    if (preload !== undefined) this.#ipc = new IpcLink(page, emit, sender, preload);
    this.#heartbeat = new Heartbeat(page, (event) => emit(event, electronEvent()));
    page.beforeFirstScript((target, browser) => this.#watch(target, browser));
    inBackground(this.#heartbeat.run());
  }

  #watch({ session, targetId }: Target, browser: Browser): void {
    browser.onCrash(targetId, (status, code) => {
      this.#isCrashed = true;
      this.#requests.rendererPid = 0;
      const details = goneDetails(status, code);
      app.emit('render-process-gone', electronEvent(), this, details);
      this.emit('render-process-gone', electronEvent(), details);
    });
    this.on('did-navigate', () => {
      this.#isCrashed = false;
    });
    session.on('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
      const message = args.map((arg) => String(arg.value ?? arg.description ?? '')).join(' ');
      const top = stackTrace?.callFrames[0];
      const level = type === 'error' || type === 'warning' || type === 'debug' ? type : 'info';
      const about = { level, message, lineNumber: top?.lineNumber ?? 0, sourceId: top?.url ?? '' };
      this.emit('console-message', electronEvent({ ...about, frame: this.mainFrame }));
    });
    // A native dialog would block the page with nobody there to close it.
    session.on('Page.javascriptDialogOpening', ({ message }) => {
      console.error(`electron-double dismissed a dialog of the page: ${message}`);
      inBackground(session.send('Page.handleJavaScriptDialog', { accept: false }));
    });
  }

  /** To be called by the window when it goes. */
  markDestroyed(): void {
    if (this.#isDestroyed) return;
    this.#heartbeat.stop();
    this.#loading.abandon('ERR_FAILED');
    this.emit('destroyed', electronEvent());
    this.#isDestroyed = true;
  }

  loadURL(url: string, options: Electron.LoadURLOptions = {}): Promise<void> {
    const option = Object.keys(options)[0];
    if (option !== undefined) throw new NotModelled(`webContents.loadURL's option ${option}`);
    return this.#loading.load(url);
  }

  getURL(): string {
    return this.#loading.url;
  }

  isLoading(): boolean {
    return this.#loading.isLoading;
  }

  isCrashed(): boolean {
    return this.#isCrashed;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  reload(): void {
    inBackground(this.#loading.reload());
  }

  send(channel: string, ...args: unknown[]): void {
    this.#ipc?.send(channel, args);
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#requests.openHandler = handler;
  }

  async executeJavaScript(code: string, _userGesture = false): Promise<unknown> {
    await this.#loading.idle();
    const { result, exceptionDetails } = await this.#page.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    if (result.subtype !== undefined && result.subtype !== 'array' && result.subtype !== 'null') {
      throw new NotModelled(`a ${result.subtype} as result of webContents.executeJavaScript`);
    }
    return result.value;
  }

  async capturePage(rect?: Electron.Rectangle): Promise<Electron.NativeImage> {
    const clip = rect === undefined ? {} : { clip: { ...rect, scale: 1 } };
    const { data } = await this.#page.send('Page.captureScreenshot', { format: 'png', ...clip });
    return nativeImage(Buffer.from(data, 'base64'));
  }

  async printToPDF(options: Electron.PrintToPDFOptions): Promise<Buffer> {
    const { data } = await this.#page.send('Page.printToPDF', pdfOptions(options));
    return Buffer.from(data, 'base64');
  }

  /** There is no printer here: fails as Electron does where none is installed. */
  print(
    _options?: Electron.WebContentsPrintOptions,
    callback?: (success: boolean, failureReason: string) => void,
  ): void {
    setImmediate(() => callback?.(false, 'No printers available on the network'));
  }

  async getPrintersAsync(): Promise<Electron.PrinterInfo[]> {
    return [];
  }

  forcefullyCrashRenderer(): void {
    inBackground(this.#page.send('Page.crash'));
  }

  /** 0 also before a page has asked for anything beside itself, a script or an image. */
  getOSProcessId(): number {
    return this.#requests.rendererPid;
  }

  /** Chromium's own pinch zoom is off unless there is a touch screen; a kiosk only ever forbids it. */
  async setVisualZoomLevelLimits(minimum: number, maximum: number): Promise<void> {
    if (minimum !== 1 || maximum !== 1) throw new NotModelled('pinch zoom');
  }
}
