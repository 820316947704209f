#!/usr/bin/env node
// @ts-check
// Plain JavaScript without dependencies: it runs on Node 18 in a clone where nothing is installed yet.
import { pathToFileURL } from 'node:url';
import { build } from './setup/build.mjs';
import { installPackages } from './setup/debian.mjs';
import { installDependencies } from './setup/dependencies.mjs';
import { findElectron } from './setup/electron.mjs';
import { findNode } from './setup/node.mjs';
import { buildPcsclite } from './setup/pcsclite.mjs';
import { Instruction, say } from './setup/say.mjs';
import { endInOrder } from './setup/signals.mjs';

/**
 * Brings this machine to where Recard can be started or tested, and returns the path of the Node that runs it.
 * Does only what is missing; when nothing is, it takes a moment and needs no network.
 * @param {import('./setup/debian.mjs').Purpose} purpose
 */
export async function setup(purpose) {
  await Promise.all([installPackages(purpose), installDependencies()]);
  const node = await findNode();
  // a build that fails must not keep the tests from running, so there it is one of them
  await Promise.all([buildPcsclite(node), findElectron(node), ...(purpose === 'start' ? [build(node)] : [])]);
  return node;
}

/**
 * Runs `work`, and tells an Instruction as what to do instead of as a stack.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T | undefined>}
 */
export async function orInstruct(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Instruction)) throw error;
    say(error.message);
    process.exitCode = 1;
    return undefined;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const purpose = process.argv[process.argv.indexOf('--for') + 1];
  if (purpose !== 'start' && purpose !== 'test')
    throw new Error('usage: node scripts/setup.mjs --for start|test');
  endInOrder();
  const node = await orInstruct(() => setup(purpose));
  if (node !== undefined) say(`ready: ${node}`);
}
