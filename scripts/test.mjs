#!/usr/bin/env node
// @ts-check
// `npm test`: prepares this machine, then runs every check on the pinned Node. The last line counts them.
import { handOver } from './setup/hand-over.mjs';
import { endInOrder } from './setup/signals.mjs';
import { orInstruct, setup } from './setup.mjs';

endInOrder();
const node = await orInstruct(() => setup('test'));
if (node !== undefined) handOver(node, 'scripts/checks/run.ts', process.argv.slice(2));
else console.log('0 passed, 1 failed');
