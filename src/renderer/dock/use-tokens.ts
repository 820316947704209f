import { useEffect, useState } from 'react';
import type { FailureCode } from '../../shared/contract/failure.ts';
import type { DockBridge, DockToken } from '../../shared/contract/ipc.ts';
import type { Result } from '../../shared/contract/result.ts';
import { overBridge } from '../bridge/use-snapshot.ts';

export interface Tokens {
  /** `null` until main has sent the list. */
  readonly tokens: readonly DockToken[] | null;
  /** What the last thing that was tried failed with. */
  readonly failed: FailureCode | null;
  run(call: () => Promise<Result<null>>): void;
}

/** The demonstration tokens as main knows them. */
export function useTokens(bridge: DockBridge): Tokens {
  const [tokens, setTokens] = useState<readonly DockToken[] | null>(null);
  const [failed, setFailed] = useState<FailureCode | null>(null);
  useEffect(() => {
    const stop = bridge.onList(setTokens);
    void overBridge(() => bridge.list()).then((result) => {
      if (result.ok) setTokens(result.value);
      else setFailed(result.failure.code);
    });
    return stop;
  }, [bridge]);
  return {
    tokens,
    failed,
    run: (call) => {
      void overBridge(call).then((result) => setFailed(result.ok ? null : result.failure.code));
    },
  };
}
