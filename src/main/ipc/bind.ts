import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import {
  CALLS,
  type CallArguments,
  type CallName,
  type CallResults,
  isDockCall,
} from '../../shared/contract/ipc.ts';
import type { Result } from '../../shared/contract/result.ts';
import type { Log } from '../visit/services.ts';
import { answerCall, refused } from './answer-call.ts';
import { isTrusted, type Sender } from './trust.ts';

export type Handlers = {
  readonly [C in CallName]: (
    ...args: CallArguments<C>
  ) => Result<CallResults[C]> | Promise<Result<CallResults[C]>>;
};

/** The windows that may call, by the id of their web contents and the address of their page. */
export interface TrustedSenders {
  readonly kiosk: () => Sender | null;
  readonly dock: () => Sender | null;
}

/** Binds every call of the contract: sender, then arguments, then the handler, whose failures are values. */
export function bindCalls(handlers: Partial<Handlers>, senders: TrustedSenders, log: Log): void {
  for (const name of Object.keys(CALLS) as CallName[]) {
    const handler = handlers[name] as ((...args: unknown[]) => unknown) | undefined;
    if (handler === undefined) continue;
    ipcMain.handle(name, async (event: IpcMainInvokeEvent, ...args: unknown[]) => {
      const sender = isDockCall(name) ? senders.dock() : senders.kiosk();
      if (!isTrusted(event, sender)) {
        log('ipc-refused', { call: name, url: event.senderFrame?.url ?? null });
        return refused('sender');
      }
      return answerCall(name, handler, args, log);
    });
  }
}
