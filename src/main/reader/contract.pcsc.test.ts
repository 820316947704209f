import path from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { lockVirtualReader } from '../../../scripts/pcscd/lock.ts';
import { ensurePcscd, type Pcscd, VIRTUAL_READERS } from '../../../scripts/pcscd/service.ts';
import { BINDING_NAMES } from './bindings/binding.ts';
import { nodeCardProcesses } from './card-process/spawn-node.ts';
import { superviseReaders } from './supervisor.ts';
import { readerContract } from './testing/reader-contract.ts';
import { VpcdPeer } from './testing/vpcd-peer.ts';

const [{ reader, port }] = VIRTUAL_READERS;
const spawnCardProcess = nodeCardProcesses(path.join(import.meta.dirname, 'card-process/entry.ts'));

let unlock: () => Promise<void>;
let pcscd: Pcscd;
beforeAll(async () => {
  unlock = await lockVirtualReader();
  pcscd = await ensurePcscd();
});
afterAll(async () => {
  await pcscd.stop();
  await unlock();
});

describe.each(BINDING_NAMES)('real PC/SC through %s', (binding) => {
  readerContract(async () => {
    const supervisor = superviseReaders({ spawnCardProcess, binding });
    let peer = new VpcdPeer(port);
    return {
      port: supervisor,
      reader,
      atr: peer.atr,
      insert: async (react) => {
        peer = new VpcdPeer(port);
        peer.react = react;
        await peer.insert();
      },
      remove: () => peer.remove(),
      close: async () => {
        peer.remove();
        await supervisor.stop();
      },
    };
  });
});
