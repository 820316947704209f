// @ts-check
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** @param {string[]} parts */
export const inRoot = (...parts) => path.join(root, ...parts);

/** PATH without this project's own programs, for tools that replace them. */
export const outerPath = () =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => !folder.endsWith(path.join('node_modules', '.bin')))
    .join(path.delimiter);

/** PATH with this project's own programs first: `node` is then the one that the lock file pins. */
export const innerPath = () => [inRoot('node_modules/.bin'), outerPath()].join(path.delimiter);
