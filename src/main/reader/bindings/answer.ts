import { failure } from '../../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';

/**
 * A response APDU has its two status bytes at least. A token that is pulled out during a command makes
 * SCardTransmit succeed with nothing, in every binding.
 */
export function responseApdu(bytes: Uint8Array): Result<Uint8Array> {
  if (bytes.length >= 2) return ok(Uint8Array.from(bytes));
  return fail(failure('token-removed', `transmit: succeeded with ${bytes.length} bytes`));
}
