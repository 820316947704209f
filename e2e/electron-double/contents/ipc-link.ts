import { inBackground } from '../background.ts';
import type { Target } from '../chromium/browser.ts';
import { electronEvent } from '../event.ts';
import { invoke, ipcMain } from '../ipc-main.ts';
import { codec } from '../serialise.ts';
import type { Emit } from './emit.ts';
import type { Page } from './page.ts';
import { injectPreload, type PreloadOptions, WORLD } from './preload.ts';

/** What page/isolated-world.js sends. */
type FromPreload =
  | { kind: 'send'; channel: string; args: unknown[] }
  | { kind: 'invoke'; id: number; channel: string; args: unknown[] }
  | { kind: 'preload-error'; message: string; stack: string };

interface Sender {
  readonly contents: () => Electron.WebContents;
  readonly frame: () => Electron.WebFrameMain;
}

/** IPC between `ipcMain` and the `ipcRenderer` of a page's preload. */
export class IpcLink {
  readonly #page: Page;
  readonly #emit: Emit;
  readonly #sender: Sender;
  readonly #preload: PreloadOptions;
  /** The isolated world of the current document. */
  #context: number | undefined;

  constructor(page: Page, emit: Emit, sender: Sender, preload: PreloadOptions) {
    this.#page = page;
    this.#emit = emit;
    this.#sender = sender;
    this.#preload = preload;
    page.beforeFirstScript(async (target, { version }) => {
      this.#watch(target);
      await injectPreload(target, version, preload, (message, context) => {
        this.#receive(message as FromPreload, context);
      });
    });
  }

  /** Like Electron's, a message to a page that is not there (yet, or any more) is lost. Throws if not cloneable. */
  send(channel: string, args: unknown[]): void {
    this.#post({ kind: 'message', channel, args }, this.#context);
  }

  #watch({ session, targetId }: Target): void {
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const about = context.auxData as { frameId?: string } | undefined;
      if (context.name === WORLD && about?.frameId === targetId) this.#context = context.id;
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#context) this.#context = undefined;
    });
    session.on('Runtime.executionContextsCleared', () => {
      this.#context = undefined;
    });
  }

  #post(message: object, executionContextId: number | undefined): void {
    const value = codec.encode(message);
    if (executionContextId === undefined) return;
    const functionDeclaration = '(text) => globalThis.electronDouble(text)';
    inBackground(
      this.#page.send('Runtime.callFunctionOn', {
        functionDeclaration,
        executionContextId,
        arguments: [{ value }],
      }),
    );
  }

  #receive(message: FromPreload, context: number): void {
    if (message.kind === 'preload-error') {
      const error = Object.assign(new Error(message.message), { stack: message.stack });
      console.error(`Unable to load preload script: ${this.#preload.file}\n${message.stack}`);
      this.#emit('preload-error', electronEvent(), this.#preload.file, error);
      return;
    }
    const event = this.#event();
    const { channel, args } = message;
    if (message.kind === 'invoke') {
      inBackground(this.#answer(message.id, channel, event, args, context));
      return;
    }
    this.#emit('ipc-message', event, channel, ...args);
    ipcMain.emit(channel, event, ...args);
  }

  async #answer(
    id: number,
    channel: string,
    event: Electron.IpcMainInvokeEvent,
    args: unknown[],
    context: number,
  ): Promise<void> {
    const reply = await invoke(channel, event, args);
    try {
      this.#post({ kind: 'reply', id, ...reply }, context);
    } catch (error) {
      this.#post({ kind: 'reply', id, error: String(error) }, context);
    }
  }

  #event(): Electron.IpcMainEvent & Electron.IpcMainInvokeEvent {
    const sender = this.#sender.contents();
    return electronEvent({
      type: 'frame' as const,
      processId: 1,
      frameId: 1,
      frameTreeNodeId: 1,
      ports: [],
      returnValue: undefined,
      sender,
      senderFrame: this.#sender.frame(),
      reply: (channel: string, ...args: unknown[]) => sender.send(channel, ...args),
    }) as unknown as Electron.IpcMainEvent & Electron.IpcMainInvokeEvent;
  }
}
