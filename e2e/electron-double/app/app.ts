import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { inBackground } from '../background.ts';
import { environment } from '../environment.ts';
import { electronEvent } from '../event.ts';
import { Guarded } from '../guard.ts';
import { registry } from '../window/registry.ts';
import { Switches } from './command-line.ts';
import { applicationAt, Paths } from './paths.ts';
import { runtime } from './runtime.ts';
import { SingleInstance } from './single-instance.ts';

const EVENTS = [
  'will-finish-launching',
  'ready',
  'window-all-closed',
  'before-quit',
  'will-quit',
  'quit',
  'activate', // macOS only: never emitted, but every application listens for it
  'second-instance',
  'browser-window-created',
  'web-contents-created',
  'render-process-gone',
  'child-process-gone',
] as const;

type ModelledApp = Pick<
  Electron.App,
  | 'commandLine'
  | 'isPackaged'
  | 'name'
  | 'disableHardwareAcceleration'
  | 'enableSandbox'
  | 'exit'
  | 'getAppPath'
  | 'getName'
  | 'getPath'
  | 'getVersion'
  | 'hasSingleInstanceLock'
  | 'isReady'
  | 'quit'
  | 'relaunch'
  | 'releaseSingleInstanceLock'
  | 'requestSingleInstanceLock'
  | 'setAppUserModelId'
  | 'setName'
  | 'setPath'
  | 'whenReady'
>;

type Phase = 'running' | 'quitting' | 'ended';

export class App extends Guarded implements ModelledApp {
  readonly isPackaged = false;
  readonly #application = applicationAt(process.argv[1] ?? process.cwd());
  readonly #switches = new Switches(process.argv.slice(2));
  readonly commandLine = this.#switches.commandLine;
  name = this.#application.name;
  readonly #paths = new Paths(() => this.name, this.#switches.value('user-data-dir'));
  readonly #ready = Promise.withResolvers<void>();
  #isReady = false;
  #phase: Phase = 'running';
  #instance: SingleInstance | undefined;

  constructor() {
    super('app', EVENTS);
    registry.on('empty', () => this.#windowsAreGone());
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => this.quit());
    process.on('exit', () => this.#instance?.release());
    // Electron becomes ready after the application's own modules have run: they set paths and switches.
    setImmediate(() => inBackground(this.#start()));
  }

  async #start(): Promise<void> {
    if (this.#phase !== 'running') return;
    const browser = await runtime.start(this.getPath('userData'), this.#switches.forChromium);
    Object.defineProperty(process.versions, 'chrome', { value: browser.version, enumerable: true });
    if (environment.endpointFile !== undefined) {
      fs.writeFileSync(`${environment.endpointFile}.new`, browser.endpoint);
      fs.renameSync(`${environment.endpointFile}.new`, environment.endpointFile);
    }
    inBackground(browser.closed.then(() => this.#browserIsGone()));
    this.emit('will-finish-launching');
    this.#isReady = true;
    this.emit('ready', electronEvent(), {});
    this.#ready.resolve();
  }

  #browserIsGone(): void {
    if (this.#phase === 'ended') return;
    process.stderr.write('electron-double: Chromium ended by itself\n');
    process.exit(1);
  }

  isReady(): boolean {
    return this.#isReady;
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  quit(): void {
    if (this.#phase !== 'running') return;
    const event = electronEvent();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#phase = 'quitting';
    const open = registry.all();
    for (const window of open) window.close();
    if (registry.all().some((window) => !window.isDestroyed())) {
      this.#phase = 'running';
      return;
    }
    if (open.length === 0) this.#finishQuitting();
  }

  #windowsAreGone(): void {
    if (this.#phase === 'quitting') this.#finishQuitting();
    else if (this.#phase === 'running' && !this.emit('window-all-closed')) this.quit();
  }

  #finishQuitting(): void {
    const event = electronEvent();
    this.emit('will-quit', event);
    if (event.defaultPrevented) {
      this.#phase = 'running';
      return;
    }
    this.#end(0);
  }

  exit(exitCode = 0): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    for (const window of registry.all()) window.destroy();
    this.#end(exitCode);
  }

  #end(code: number): void {
    this.#phase = 'ended';
    this.emit('quit', electronEvent(), code);
    const exit = (): never => process.exit(code);
    inBackground(runtime.stop().then(exit, exit));
  }

  relaunch(options: Electron.RelaunchOptions = {}): void {
    const args = options.args ?? process.argv.slice(1);
    process.on('exit', () => {
      this.#instance?.release();
      const execPath = options.execPath ?? process.execPath;
      spawn(execPath, [...process.execArgv, ...args], { detached: true, stdio: 'inherit' }).unref();
    });
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    this.#instance ??= new SingleInstance(this.getPath('userData'), ({ argv, workingDirectory, ...rest }) => {
      this.emit('second-instance', electronEvent(), argv, workingDirectory, rest.additionalData);
    });
    return this.#instance.request({ argv: process.argv, workingDirectory: process.cwd(), additionalData });
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance?.isOwned() ?? false;
  }

  releaseSingleInstanceLock(): void {
    this.#instance?.release();
  }

  getName(): string {
    return this.name;
  }

  setName(name: string): void {
    this.name = name;
  }

  getVersion(): string {
    return this.#application.version;
  }

  getAppPath(): string {
    return this.#application.path;
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    return this.#paths.get(name);
  }

  setPath(name: string, folder: string): void {
    this.#paths.set(name, folder);
  }

  /** Every renderer is sandboxed here anyway, as far as Chromium's own sandbox may run (not as root). */
  enableSandbox(): void {}

  disableHardwareAcceleration(): void {
    this.commandLine.appendSwitch('disable-gpu');
  }

  /** Windows only. */
  setAppUserModelId(_id: string): void {}
}

export const app = new App();
