import { Guarded } from './guard.ts';

type Handler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown;

type ModelledIpcMain = Pick<Electron.IpcMain, 'handle' | 'handleOnce' | 'removeHandler'>;

const handlers = new Map<string, Handler>();

class IpcMain extends Guarded implements ModelledIpcMain {
  constructor() {
    super('ipcMain', 'any');
  }

  handle(channel: string, listener: Handler): void {
    if (handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    handlers.set(channel, listener);
  }

  handleOnce(channel: string, listener: Handler): void {
    this.handle(channel, (event, ...args) => {
      handlers.delete(channel);
      return listener(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    handlers.delete(channel);
  }
}

export const ipcMain = new IpcMain();

export type Reply = { value: unknown } | { error: string };

/** Answers an `ipcRenderer.invoke` as Electron does: of an error only its text crosses. */
export async function invoke(
  channel: string,
  event: Electron.IpcMainInvokeEvent,
  args: unknown[],
): Promise<Reply> {
  const handler = handlers.get(channel);
  if (handler === undefined) return { error: `Error: No handler registered for '${channel}'` };
  try {
    return { value: await handler(event, ...args) };
  } catch (error) {
    console.error(`Error occurred in handler for '${channel}':`, error);
    return { error: String(error) };
  }
}
