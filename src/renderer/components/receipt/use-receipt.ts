import { useState } from 'react';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { ReceiptText } from '../../../shared/contract/ipc.ts';
import type { Result } from '../../../shared/contract/result.ts';
import { overBridge, useBridge } from '../../bridge/use-snapshot.ts';

export type ReceiptState =
  | { readonly at: 'asking' }
  | { readonly at: 'scanning' }
  | { readonly at: 'printing' | 'saving' }
  | { readonly at: 'printed' | 'saved'; readonly where: string }
  | { readonly at: 'not-printed' | 'not-saved'; readonly failure: Failure };

export interface ReceiptDesk {
  readonly state: ReceiptState;
  print(receipt: ReceiptText): void;
  save(receipt: ReceiptText): void;
  scan(): void;
  back(): void;
}

/** How the customer gets a receipt, and what became of it. */
export function useReceipt(): ReceiptDesk {
  const bridge = useBridge();
  const [state, setState] = useState<ReceiptState>({ at: 'asking' });

  const run = <T>(
    call: () => Promise<Result<T>>,
    busy: ReceiptState,
    settle: (result: Result<T>) => ReceiptState,
  ): void => {
    setState(busy);
    void overBridge(call).then((result) => setState(settle(result)));
  };

  return {
    state,
    print: (receipt) => {
      if (bridge === null) return;
      run(
        () => bridge.printReceipt(receipt),
        { at: 'printing' },
        (result) =>
          result.ok
            ? { at: 'printed', where: result.value.printer }
            : { at: 'not-printed', failure: result.failure },
      );
    },
    save: (receipt) => {
      if (bridge === null) return;
      run(
        () => bridge.saveReceipt(receipt),
        { at: 'saving' },
        (result) =>
          result.ok
            ? { at: 'saved', where: result.value.file }
            : { at: 'not-saved', failure: result.failure },
      );
    },
    scan: () => setState({ at: 'scanning' }),
    back: () => setState({ at: 'asking' }),
  };
}
