import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { controlToken } from '../../virtual-token/control-client.ts';
import type { FaultRequest } from '../../virtual-token/faults/fault.ts';
import { InProcessToken } from '../../virtual-token/in-process.ts';
import { openStateFile } from '../../virtual-token/memory/file-store.ts';
import type { InProcessReader } from '../reader/in-process.ts';
import type { DemonstrationToken, HeldToken } from './dock.ts';

/** A pull in the middle of a page, which then holds neither the old bytes nor the new ones. */
const TEAR: FaultRequest = { type: 'tear', at: 'byte', nth: 40, leave: 'garbage' };

/** A token in a process of its own, in a virtual reader of PC/SC. */
export function holdByControl(control: string): HeldToken {
  return {
    insert: () => controlToken(control, { do: 'insert' }),
    remove: () => controlToken(control, { do: 'remove' }),
    tear: () => controlToken(control, { do: 'arm', fault: TEAR }),
    isPresent: async () => {
      const status = await controlToken(control, { do: 'status' });
      return status.ok && status.value.present;
    },
  };
}

/** A token in this process, where there is no PC/SC to put it into. */
export function holdInProcess(token: DemonstrationToken, port: InProcessReader, reader: string): HeldToken {
  let opened: InProcessToken | undefined;
  const open = (): Result<InProcessToken> => {
    if (opened !== undefined) return ok(opened);
    const state = openStateFile(token.state);
    if (!state.ok) return state;
    opened = new InProcessToken(state.value.state, {
      store: state.value.store,
      live: true,
      link: 'iso14443-106',
    });
    // Torn or pulled by a fault, it has left the reader as well.
    const { token: virtual } = opened;
    virtual.onPresence(() => {
      if (!virtual.present) port.remove(reader);
    });
    return ok(opened);
  };
  return {
    insert: async () => {
      const held = open();
      if (!held.ok) return held;
      held.value.token.insert();
      port.insert(reader, held.value);
      return ok(null);
    },
    remove: async () => {
      if (opened?.token.present !== true) return fail(failure('token-removed', 'it is not on the reader'));
      opened.token.remove();
      return ok(null);
    },
    tear: async () => {
      const held = open();
      if (held.ok) held.value.token.arm(TEAR);
      return held.ok ? ok(null) : held;
    },
    isPresent: async () => opened?.token.present === true,
  };
}
