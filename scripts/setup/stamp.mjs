// @ts-check
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './root.mjs';

const FILE = inRoot('node_modules/.recard-setup.json');

/** @typedef {{ lock?: string, pcsclite?: string, electron?: string }} Facts */

/**
 * What earlier runs did or failed at, so that this one neither repeats nor waits. It goes with node_modules.
 * @returns {Facts}
 */
export function remembered() {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch (error) {
    // missing, or cut short by a crash: everything is looked at again
    if (error instanceof SyntaxError || !existsSync(FILE)) return {};
    throw error;
  }
}

/** @param {Facts} facts */
export function remember(facts) {
  mkdirSync(inRoot('node_modules'), { recursive: true });
  writeFileSync(FILE, `${JSON.stringify({ ...remembered(), ...facts }, null, 2)}\n`);
}
