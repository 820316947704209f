import { unmodelled } from './guard.ts';

/** What Electron offers inside a utility process. None of it is modelled. */
export const net = unmodelled('net in a utility process');
export const systemPreferences = unmodelled('systemPreferences in a utility process');
