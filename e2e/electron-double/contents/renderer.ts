/** Chromium marks the pid of a process that lives in a pid namespace of its own, a sandbox's, above these bits. */
const PID_BITS = 32;

/**
 * The OS pid of the process that made a request: Blink puts it before the number of every request that is not a
 * navigation (`IdentifiersFactory::AddProcessIdPrefixTo`). The protocol tells it nowhere else.
 */
export function pidOfRequest(networkId: string | undefined): number | null {
  const prefix = /^(\d+)\.\d+$/.exec(networkId ?? '')?.[1];
  return prefix === undefined ? null : Number(BigInt.asUintN(PID_BITS, BigInt(prefix)));
}
