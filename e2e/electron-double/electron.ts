import { app } from './app/app.ts';
import { dialog, globalShortcut, Menu, nativeTheme } from './desktop.ts';
import { whole } from './guard.ts';
import { ipcMain } from './ipc-main.ts';
import { powerMonitor, powerSaveBlocker } from './power.ts';
import { screen } from './screen.ts';
import { session } from './session/session.ts';
import * as unmodelledMembers from './unmodelled-members.ts';
import { utilityProcess } from './utility-process.ts';
import { BrowserWindow } from './window/browser-window.ts';

/** The names that a main process may import from Electron. */
type Name = keyof typeof import('electron/main') | keyof typeof import('electron/common');

// Fails to compile when an Electron that is newer brings a member of which the double says nothing.
const electron = {
  app,
  BrowserWindow,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  screen,
  session,
  utilityProcess,
  ...unmodelledMembers,
} satisfies Record<Name, unknown>;

export * from './unmodelled-members.ts';
export {
  app,
  BrowserWindow,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  screen,
  session,
  utilityProcess,
};
export default whole<typeof electron>('electron', electron);
