import type { TokenIdentity } from '../../shared/token/ef-token.ts';
import type { Protocol } from '../reader/port.ts';

/** Longest data fields of one command to one token, in bytes. */
export interface Limits {
  readonly write: number;
  readonly read: number;
}

/**
 * One command's share of a transfer, in bytes. Measured on the link model of ISO 14443 at 106 kbit/s:
 * commands of 1,024 bytes take 1.5 % longer than one for all, and progress still moves eight times in 8 KiB.
 */
const LONGEST = 1024;
/** Within one block of the largest information field (ISO 7816-3, 11.4.2), so that T=1 need not chain. */
const T1_WRITE = 249;
const T1_READ = 252;
const SHORT_WRITE = 255;
const SHORT_READ = 256;

const shortForms = (protocol: Protocol): Limits =>
  protocol === 'T=1' ? { write: T1_WRITE, read: T1_READ } : { write: SHORT_WRITE, read: SHORT_READ };

type Declared = Pick<TokenIdentity, 'maxCommandData' | 'maxResponseData'>;

/** The longest fields in short commands: for a token that declares extended length and then refuses it. */
export function shortLimitsOf(declared: Declared, protocol: Protocol): Limits {
  const short = shortForms(protocol);
  return {
    write: Math.min(declared.maxCommandData, short.write),
    read: Math.min(declared.maxResponseData, short.read),
  };
}

/** What the token declares, the protocol carries, and keeps progress moving. */
export function limitsOf(declared: Declared, protocol: Protocol): Limits {
  const short = shortLimitsOf(declared, protocol);
  if (protocol === 'T=0') return short;
  const { maxCommandData, maxResponseData } = declared;
  return {
    write: maxCommandData > SHORT_WRITE ? Math.min(maxCommandData, LONGEST) : short.write,
    read: maxResponseData > SHORT_READ ? Math.min(maxResponseData, LONGEST) : short.read,
  };
}
