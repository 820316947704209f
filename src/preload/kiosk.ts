import type { KioskBridge } from '../shared/contract/ipc.ts';
import { call, expose, listen } from './expose.ts';

const bridge: KioskBridge = {
  snapshot: () => call('kiosk:snapshot'),
  onSnapshot: (listener) => listen('kiosk:snapshot', listener),
  ready: () => call('kiosk:ready'),
  act: (action) => call('visit:act', action),
  actOnJob: (action) => call('job:act', action),
  signIn: (pin) => call('staff:sign-in', pin),
  signOut: () => call('staff:sign-out'),
  records: () => call('staff:records'),
  printReceipt: (receipt) => call('receipt:print', receipt),
  saveReceipt: (receipt) => call('receipt:save', receipt),
  callStaff: () => call('staff:call'),
  exit: (pin) => call('staff:exit', pin),
};

expose('recard', bridge);
