import { contextBridge, ipcRenderer } from 'electron';
import type { CallArguments, CallName, CallResults, Pushes } from '../shared/contract/ipc.ts';
import type { Result } from '../shared/contract/result.ts';

/** The only way from a page to the main process: a call of the contract, by name. */
export const call = <C extends CallName>(
  name: C,
  ...args: CallArguments<C>
): Promise<Result<CallResults[C]>> => ipcRenderer.invoke(name, ...args);

/** What main pushes. The page's function never sees Electron's event. Returns the way to stop. */
export function listen<P extends keyof Pushes>(name: P, listener: (value: Pushes[P]) => void): () => void {
  const relay = (_event: unknown, value: Pushes[P]): void => listener(value);
  ipcRenderer.on(name, relay);
  return () => {
    ipcRenderer.off(name, relay);
  };
}

export const expose = (name: 'recard' | 'recardDock', bridge: object): void =>
  contextBridge.exposeInMainWorld(name, bridge);
