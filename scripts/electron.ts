/**
 * The one launcher of Recard's kiosk: Electron's own runtime where there is one, else the double of it in
 * e2e/electron-double. `node scripts/electron.ts [arguments]` runs the built application.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');

export type Runtime =
  | { readonly kind: 'electron'; readonly path: string; readonly args: readonly string[] }
  | { readonly kind: 'double'; readonly path: string; readonly args: readonly string[] };

/** Where Electron keeps its executable within a distribution folder, on each platform. */
const EXECUTABLES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** Finds the runtime; to be started as `path`, `...args`, the application, the application's arguments. */
export function resolveElectron(env: NodeJS.ProcessEnv = process.env): Runtime {
  const executable = EXECUTABLES[process.platform] ?? 'electron';
  const installed = path.join(ROOT, 'node_modules/electron/dist');
  const found = [env.ELECTRON_OVERRIDE_DIST_PATH, installed]
    .filter((folder) => folder !== undefined && folder !== '')
    .map((folder) => path.join(folder ?? '', executable))
    .find((file) => fs.existsSync(file));
  if (found !== undefined) {
    // Chromium refuses to run its sandbox as root.
    return { kind: 'electron', path: found, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] };
  }
  const register = path.join(ROOT, 'e2e/electron-double/register.ts');
  return { kind: 'double', path: process.execPath, args: ['--import', register] };
}

/** Runs the application in this terminal and ends as it ends. */
function run(args: readonly string[]): void {
  const runtime = resolveElectron();
  const child = spawn(runtime.path, [...runtime.args, ROOT, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    console.error(`${runtime.path} cannot be started: ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

if (import.meta.main) run(process.argv.slice(2));
