import { type Failure, type FailureCode, failure } from '../../../shared/contract/failure.ts';

type Call = 'establish' | 'watch' | 'connect' | 'transmit' | 'disconnect';

/** A native failure as both bindings can tell it: pcsclite by number, pcsc-mini by its own name for it. */
interface NativeCode {
  readonly value: number;
  readonly mini: string;
  readonly means: FailureCode;
}

/** PC/SC part 5 (winscard.h). What is not listed is `reader-failed`, never "no card". */
const NATIVE_CODES: readonly NativeCode[] = [
  { value: 0x8010001d, mini: 'NoService', means: 'service-unavailable' },
  { value: 0x8010001e, mini: 'ServiceStopped', means: 'service-unavailable' },
  // pcscd died while it was asked
  { value: 0x80100013, mini: 'CommError', means: 'service-unavailable' },
  { value: 0x80100009, mini: 'UnknownReader', means: 'reader-removed' },
  { value: 0x80100017, mini: 'ReaderUnavailable', means: 'reader-removed' },
  { value: 0x8010002e, mini: 'NoReadersAvailable', means: 'reader-removed' },
  { value: 0x8010000b, mini: 'SharingViolation', means: 'reader-busy' },
  { value: 0x8010000c, mini: 'NoSmartCard', means: 'token-removed' },
  { value: 0x80100069, mini: 'RemovedCard', means: 'token-removed' },
  { value: 0x80100068, mini: 'ResetCard', means: 'token-reset' },
  { value: 0x80100067, mini: 'UnpoweredCard', means: 'token-reset' },
  // the link to the token broke off: pulled and put back between two polls, or bad contact
  { value: 0x80100016, mini: 'NotTransacted', means: 'token-reset' },
  { value: 0x80100066, mini: 'UnresponsiveCard', means: 'token-mute' },
  { value: 0x8010000a, mini: 'Timeout', means: 'token-mute' },
];

/** The failure that a native error stands for. `detail` always carries the native code. */
export function nativeFailure(call: Call, error: unknown): Failure {
  const text = error instanceof Error ? error.message : String(error);
  const known = NATIVE_CODES.find((code) => code.value === numberIn(text) || code.mini === nameIn(error));
  const code = known?.means ?? 'reader-failed';
  const name = nameIn(error);
  const detail = `${call}: ${name === undefined ? text : `${name} ${text}`}`;
  // before a token is powered it cannot have been changed, and a reader that is not there is missing
  if (call !== 'connect') return failure(code, detail);
  return failure(code === 'reader-removed' ? 'reader-missing' : code, detail, { tokenEffect: 'none' });
}

/** pcsclite words its errors "SCardConnect error: Sharing violation.(0x8010000b)". */
function numberIn(text: string): number | undefined {
  const digits = /\(0x([0-9a-f]+)\)\s*$/i.exec(text)?.[1];
  // Windows and 64-bit longs may be printed with their sign extended
  return digits === undefined ? undefined : Number.parseInt(digits.slice(-8), 16);
}

function nameIn(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
