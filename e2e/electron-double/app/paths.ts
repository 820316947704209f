import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { environment } from '../environment.ts';

const manifest = z.object({
  name: z.string().optional(),
  productName: z.string().optional(),
  version: z.string().optional(),
});

export interface Application {
  readonly path: string;
  readonly name: string;
  readonly version: string;
}

/** Reads the application as Electron's own starter does: a folder with a package.json, or a lone script. */
export function applicationAt(started: string): Application {
  const given = path.resolve(started);
  const folder = fs.statSync(given).isDirectory() ? given : path.dirname(given);
  const file = path.join(given, 'package.json');
  if (!fs.existsSync(file))
    return { path: folder, name: 'Electron', version: process.versions.electron ?? '' };
  const { name, productName, version } = manifest.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  return { path: folder, name: productName ?? name ?? 'Electron', version: version ?? '' };
}

const USER_FOLDERS: Readonly<Record<string, string>> = {
  desktop: 'Desktop',
  documents: 'Documents',
  downloads: 'Downloads',
  music: 'Music',
  pictures: 'Pictures',
  videos: 'Videos',
};

/** `app.getPath` and `app.setPath`, with the names that Electron knows on Linux. */
export class Paths {
  readonly #set = new Map<string, string>();
  readonly #name: () => string;
  readonly #userData: string | undefined;

  constructor(name: () => string, userDataSwitch: string) {
    this.#name = name;
    this.#userData = userDataSwitch === '' ? environment.userData : userDataSwitch;
  }

  set(name: string, folder: string): void {
    if (!path.isAbsolute(folder)) throw new Error('Path must be absolute');
    this.get(name);
    this.#set.set(name, folder);
  }

  get(name: string): string {
    return this.#set.get(name) ?? this.#default(name);
  }

  #default(name: string): string {
    const home = os.homedir();
    const folder = USER_FOLDERS[name];
    if (folder !== undefined) return path.join(home, folder);
    switch (name) {
      case 'home':
        return home;
      case 'temp':
        return os.tmpdir();
      case 'exe':
      case 'module':
        return process.execPath;
      case 'appData':
        return process.env.XDG_CONFIG_HOME ?? path.join(home, '.config');
      case 'userData':
        return path.resolve(this.#userData ?? path.join(this.get('appData'), this.#name()));
      case 'sessionData':
        return this.get('userData');
      case 'logs':
        return path.join(this.get('userData'), 'logs');
      case 'crashDumps':
        return path.join(this.get('userData'), 'Crashpad');
      default:
        throw new Error(`Failed to get '${name}' path`);
    }
  }
}
