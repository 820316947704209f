import path from 'node:path';
import { utilityProcess } from 'electron';
import type { CardProcess, SpawnCardProcess } from '../reader/card-process/channel.ts';

/** Card processes as Electron's utility processes: `child_process.fork` fails there with the RunAsNode fuse off. */
export const electronCardProcesses: SpawnCardProcess = (): CardProcess => {
  const entry = path.join(import.meta.dirname, 'card-process.js');
  const child = utilityProcess.fork(entry, [], { serviceName: 'Recard card process', stdio: 'inherit' });
  const closed = new Promise<string>((resolve) => {
    child.once('exit', (code) => resolve(`ended with code ${code}`));
  });
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onClose: (listener) => void closed.then(listener),
    kill: () => {
      // ChildProcess.kill of Electron sends SIGTERM, which a process blocked in a native call never sees.
      const { pid } = child;
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    },
  };
};
