import type { Result } from '../../shared/contract/result.ts';
import type { Transaction } from '../../shared/image/model.ts';
import { CLEAR_INDICATOR, type CommitRecord, type Indicator } from '../../shared/token/ef-commit.ts';
import type { LogRecord } from '../../shared/token/ef-log.ts';
import type { VirtualToken } from '../token.ts';
import { commit } from './commit.ts';
import { appendLog } from './log.ts';

/** A device with no faults of its own: the cut that is armed waits for somebody else's write. */
function undisturbed<T>({ memory }: VirtualToken, work: () => T): T {
  const { cut } = memory;
  memory.cut = null;
  const result = work();
  memory.cut = cut;
  return result;
}

/** A terminal of a programme books a transaction on the token. */
export const bookTransaction = (token: VirtualToken, transaction: Transaction): Result<LogRecord> =>
  undisturbed(token, () => appendLog(token.tree, token.memory, transaction));

/** A terminal passes on the issuer's request that the image be replaced. */
export const setIndicator = (token: VirtualToken, indicator: Indicator): Result<CommitRecord> =>
  undisturbed(token, () => commit(token.tree, token.memory, { indicator }));

export const clearIndicator = (token: VirtualToken): Result<CommitRecord> =>
  setIndicator(token, CLEAR_INDICATOR);
