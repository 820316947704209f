import { fork } from 'node:child_process';
import type { CardProcess, SpawnCardProcess } from './channel.ts';

/**
 * Starts card processes with plain Node. `entry` is the path of `entry.ts` or of what it was bundled to.
 * Under Electron the composition root starts its utility process instead.
 */
export function nodeCardProcesses(entry: string): SpawnCardProcess {
  return (): CardProcess => {
    // 'advanced' keeps Uint8Array as it is; a debugger's or test runner's flags are not handed on
    const child = fork(entry, [], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const closed = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(`ended with ${signal ?? `code ${code}`}`));
    });
    return {
      // an error here means that it is gone, which `closed` tells
      post: (message) => child.connected && child.send(message as object, () => {}),
      onMessage: (listener) => child.on('message', listener),
      onClose: (listener) => void closed.then(listener),
      kill: () => child.kill('SIGKILL'),
    };
  };
}
