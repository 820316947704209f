#!/usr/bin/env node
// @ts-check
// `npm run recard -- …`: the command line on the pinned Node, whichever Node started this.
import { handOver } from './setup/hand-over.mjs';
import { findNode } from './setup/node.mjs';
import { orInstruct } from './setup.mjs';

const node = await orInstruct(findNode);
if (node !== undefined) handOver(node, 'src/cli/index.ts', process.argv.slice(2));
