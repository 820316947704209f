#!/usr/bin/env node
// @ts-check
// `npm start`: prepares this machine, then runs the demonstration on the pinned Node.
import { handOver } from './setup/hand-over.mjs';
import { endInOrder } from './setup/signals.mjs';
import { orInstruct, setup } from './setup.mjs';

endInOrder();
const node = await orInstruct(() => setup('start'));
if (node !== undefined) handOver(node, 'scripts/demonstration.ts', process.argv.slice(2));
