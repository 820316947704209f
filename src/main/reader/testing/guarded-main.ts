import path from 'node:path';
import { nodeCardProcesses } from '../card-process/spawn-node.ts';
import { superviseReaders } from '../supervisor.ts';

/** A main process that its card process guards; it hangs when it is told so. */
const supervisor = superviseReaders({
  spawnCardProcess: nodeCardProcesses(path.join(import.meta.dirname, 'guarding-process.ts')),
  guarded: true,
  limits: { pulseMs: 20, silentMs: Number(process.argv[2]) },
});
supervisor.subscribe((event) => {
  if (event.type === 'reader-attached') console.log('ready');
});
supervisor.start();
process.stdin.on('data', () => {
  for (;;);
});
