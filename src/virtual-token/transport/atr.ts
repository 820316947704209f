import { concatBytes } from '../../shared/image/bytes.ts';
import type { LinkName } from '../link/models.ts';
import type { Limits, Protocol } from './protocol.ts';

/** SELECT by whole and partial name, path and file identifier; short file identifiers, record numbers. */
const SELECTION = 0b1111_0110;
/** Data units of one byte, proprietary write behaviour. */
const DATA_CODING = 0x21;
const EXTENDED_LENGTH = 0x40;

/** Compact TLV (ISO 7816-4, 12.1.1): card capabilities, then pre-issuing data that names the product. */
function historicalBytes(limits: Limits): Uint8Array {
  const extended = limits.maxCommandData > 255 || limits.maxResponseData > 256;
  const capabilities = [0x73, SELECTION, DATA_CODING, extended ? EXTENDED_LENGTH : 0];
  return Uint8Array.of(0x80, ...capabilities, 0x66, ...new TextEncoder().encode('RECARD'));
}

/** TCK: makes the exclusive-or of everything after TS zero (ISO 7816-3, 8.2.5). */
function withCheck(bytes: Uint8Array): Uint8Array {
  return concatBytes(bytes, Uint8Array.of(bytes.subarray(1).reduce((sum, byte) => sum ^ byte, 0)));
}

/**
 * Answer to reset. Contact: TA1 as the link model has it; with T=1 IFSC 254 and the default waiting
 * times. Contactless: what PC/SC part 3, 3.1.3.2.3 makes of the historical bytes.
 */
export function answerToReset(protocol: Protocol, link: LinkName, limits: Limits): Uint8Array {
  if (protocol === 'T=CL') {
    const historical = historicalBytes(limits);
    return withCheck(concatBytes(Uint8Array.of(0x3b, 0x80 | historical.length, 0x80, 0x01), historical));
  }
  const ta1 = link.includes('-97-') ? [0x97] : [];
  const hasTa1 = ta1.length > 0 ? 0x10 : 0;
  if (protocol === 'T=0') {
    const historical = historicalBytes({ maxCommandData: 255, maxResponseData: 256 });
    return concatBytes(Uint8Array.of(0x3b, hasTa1 | historical.length, ...ta1), historical);
  }
  const historical = historicalBytes(limits);
  const interfaceBytes = [...ta1, 0x81, 0x31, 0xfe, 0x45];
  return withCheck(
    concatBytes(Uint8Array.of(0x3b, 0x80 | hasTa1 | historical.length, ...interfaceBytes), historical),
  );
}
