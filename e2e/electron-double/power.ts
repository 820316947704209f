import { z } from 'zod';
import { Guarded, type Members, whole } from './guard.ts';

const running = new Set<number>();
let lastId = 0;

/** Keeps the books of Electron's blocker; no power management is told. */
export const powerSaveBlocker = whole<Electron.PowerSaveBlocker>('powerSaveBlocker', {
  start: () => {
    lastId += 1;
    running.add(lastId);
    return lastId;
  },
  stop: (id) => running.delete(id),
  isStarted: (id) => running.has(id),
} satisfies Members<Electron.PowerSaveBlocker>);

const EVENTS = [
  'suspend',
  'resume',
  'shutdown',
  'lock-screen',
  'unlock-screen',
  'on-ac',
  'on-battery',
] as const;

class PowerMonitor extends Guarded {
  constructor() {
    super('powerMonitor', EVENTS);
  }
}

export const powerMonitor = new PowerMonitor();

const instruction = z.object({ electronDouble: z.literal('power'), event: z.enum(EVENTS) });

/** The documented hook: the process that started the application may say what happens to the power. */
process.on('message', (message) => {
  const { success, data } = instruction.safeParse(message);
  if (success) powerMonitor.emit(data.event);
});
process.channel?.unref();
