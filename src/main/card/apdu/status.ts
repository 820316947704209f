import {
  type Failure,
  type FailureCode,
  failure,
  type TokenEffect,
} from '../../../shared/contract/failure.ts';

export const SUCCESS = 0x9000;

/** What a status word means: the command was carried out all the same, or the failure that it is. */
export type Meaning =
  | { readonly accepted: true }
  | {
      readonly accepted: false;
      readonly code: FailureCode;
      readonly text: string;
      readonly effect?: TokenEffect;
    };

/** Status words that mean something of their own for one command. */
export type StatusTable = ReadonlyMap<number, Meaning>;

export const accepted: Meaning = { accepted: true };
export const means = (code: FailureCode, text: string, effect?: TokenEffect): Meaning => ({
  accepted: false,
  code,
  text,
  ...(effect === undefined ? {} : { effect }),
});

/** By SW1 (ISO 7816-4, 5.6, tables 5 and 6), for status words that no command's table has. */
const GENERAL: ReadonlyMap<number, Meaning> = new Map([
  [0x62, means('token-refused', 'warning, memory unchanged', 'none')],
  [0x63, means('token-refused', 'warning, memory changed', 'changed')],
  [0x64, means('token-refused', 'execution error, memory unchanged', 'none')],
  [0x65, means('token-memory-failed', 'execution error, memory changed', 'changed')],
  [0x66, means('token-refused', 'security-related', 'unknown')],
  [0x67, means('token-refused', 'wrong length', 'none')],
  [0x68, means('token-refused', 'function of the class byte not supported', 'none')],
  [0x69, means('token-refused', 'command not allowed', 'none')],
  [0x6a, means('token-refused', 'wrong parameters P1-P2', 'none')],
  [0x6b, means('token-refused', 'wrong parameters P1-P2', 'none')],
  [0x6c, means('token-refused', 'wrong Le, and again after it was corrected', 'none')],
  [0x6d, means('token-refused', 'instruction not supported', 'none')],
  [0x6e, means('token-refused', 'class not supported', 'none')],
  [0x6f, means('token-refused', 'no precise diagnosis', 'unknown')],
]);

const hex4 = (sw: number): string => sw.toString(16).toUpperCase().padStart(4, '0');

/**
 * The failure that `sw` is, or `undefined` when the command was carried out: by the command's own table,
 * then the general one. A status word in neither is `token-refused`: the token is there and said no.
 */
export function failureOf(command: string, sw: number, table: StatusTable): Failure | undefined {
  if (sw === SUCCESS) return undefined;
  const meaning = table.get(sw) ?? GENERAL.get(sw >> 8);
  if (meaning === undefined)
    return failure('token-refused', `${command}: ${hex4(sw)}`, { tokenEffect: 'unknown' });
  if (meaning.accepted) return undefined;
  const over = meaning.effect === undefined ? {} : { tokenEffect: meaning.effect };
  return failure(meaning.code, `${command}: ${hex4(sw)}, ${meaning.text}`, over);
}
