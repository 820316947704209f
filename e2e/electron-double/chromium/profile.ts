import fs from 'node:fs';
import path from 'node:path';
import { isAlive } from '../alive.ts';

/** A profile is named after the process that owns it, so that a later start can remove what a killed one left. */
const NAME = /^chromium-(\d+)$/;

/** Makes an empty Chromium profile in `userData`, and removes those whose owner has ended. */
export function makeProfile(userData: string): string {
  fs.mkdirSync(userData, { recursive: true });
  for (const name of fs.readdirSync(userData)) {
    const owner = NAME.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) removeProfile(path.join(userData, name));
  }
  const profile = path.join(userData, `chromium-${process.pid}`);
  removeProfile(profile);
  fs.mkdirSync(profile);
  return profile;
}

/** Chromium's helpers may still be writing when its main process has ended: try again for a moment. */
export function removeProfile(profile: string): void {
  fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
