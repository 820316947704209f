// @ts-check
import { existsSync, realpathSync } from 'node:fs';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';
import { Instruction, say } from './say.mjs';

const NEEDED = 24;

/** Path of a Node that runs Recard: the one that the lock file pins, else the one that runs this. */
export async function findNode() {
  const pinned = inRoot('node_modules/.bin/node');
  if (existsSync(pinned)) {
    const { code, output } = await run(pinned, ['--version']);
    if (code === 0) return realpathSync(pinned);
    say(`The Node inside node_modules does not run on this machine: ${output.trim()}`);
  }
  if (Number.parseInt(process.versions.node, 10) >= NEEDED) return process.execPath;
  throw new Instruction(
    `Recard needs Node ${NEEDED} or newer and this is ${process.versions.node}. It brings its own on Linux x64 only;` +
      ` here, install Node ${NEEDED} from https://nodejs.org (or: nvm install ${NEEDED}) and start again.`,
  );
}
