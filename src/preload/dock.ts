import type { DockBridge } from '../shared/contract/ipc.ts';
import { call, expose, listen } from './expose.ts';

const bridge: DockBridge = {
  list: () => call('dock:list'),
  onList: (listener) => listen('dock:list', listener),
  present: (id) => call('dock:present', id),
  pull: (id) => call('dock:pull', id),
  tear: (id) => call('dock:tear', id),
};

expose('recardDock', bridge);
