import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './root.mjs';

const FILE = inRoot('node_modules/.recard-setup.json');

/** What earlier runs did or failed at, so that this one neither repeats nor waits. It goes with node_modules. */
export function remembered() {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch (error) {
    // missing, or cut short by a crash: everything is looked at again
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return {};
    throw error;
  }
}

export function remember(facts) {
  mkdirSync(inRoot('node_modules'), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify({ ...remembered(), ...facts }, null, 2)}\n`);
}
