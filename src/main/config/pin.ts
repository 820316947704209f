import { randomBytes, scrypt, scryptSync, timingSafeEqual } from 'node:crypto';

/** N = 2^15, r = 8, p = 1: about 80 ms and 32 MiB a try (RFC 7914, 2). */
const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;
const BYTES = 32;

/** What `staff.pin` holds for a PIN of four to twelve digits. */
export function hashPin(pin: string): string {
  const salt = randomBytes(16);
  const hash = scryptSync(pin, salt, BYTES, COST);
  const { N, r, p } = COST;
  return `scrypt$${N}$${r}$${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

function parseHash(stored: string) {
  const [, n, r, p, salt = '', hash = ''] = stored.split('$');
  return {
    expected: Buffer.from(hash, 'base64url'),
    salt: Buffer.from(salt, 'base64url'),
    options: { N: Number(n), r: Number(r), p: Number(p), maxmem: COST.maxmem },
  };
}

/** OpenSSL takes time in proportion to it: a hash with more is none that `recard pin` made. */
const MOST_PARALLEL = 16;

/** Whether scrypt can be asked for a hash of this cost at all (RFC 7914, 6) within the memory that it is given here. */
export function isUsableHash(stored: string): boolean {
  const { N, r, p, maxmem } = parseHash(stored).options;
  const isPower = N > 1 && Number.isInteger(Math.log2(N));
  return isPower && r >= 1 && p >= 1 && p <= MOST_PARALLEL && 128 * r * (N + 2 + p) <= maxmem;
}

const isSame = (expected: Buffer, actual: Buffer): boolean =>
  expected.length > 0 && timingSafeEqual(actual, expected);

/** Whether `pin` is the one that `stored` was made from. */
export function verifyPin(pin: string, stored: string): boolean {
  const { expected, salt, options } = parseHash(stored);
  return isSame(expected, scryptSync(pin, salt, expected.length, options));
}

/** `verifyPin` beside the main thread, where many are tried: readers and screens go on meanwhile. */
export function verifyPinAside(pin: string, stored: string): Promise<boolean> {
  const { expected, salt, options } = parseHash(stored);
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, expected.length, options, (error, actual) => {
      if (error === null) resolve(isSame(expected, actual));
      else reject(error);
    });
  });
}
