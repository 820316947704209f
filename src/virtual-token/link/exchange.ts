import { assertNever } from '../../shared/contract/result.ts';
import type { LinkModel } from './models.ts';

/** Time to erase and write one page, in microseconds. */
export const PAGE_WRITE_MICROS = 3_000;

/** T=1 with IFS 254: NAD, PCB, LEN and LRC around each block; characters of 11 etu, 22 etu to turn round. */
const T1 = { information: 254, overhead: 4, characterEtu: 11, turnEtu: 22 };
/** T=0: characters of 12 etu, and 16 etu to turn round, twice. */
const T0 = { header: 5, procedure: 1, characterEtu: 12, turnEtu: 16 };
/** ISO 14443-4 with frames of 256: PCB and two CRC bytes around each. */
const FRAME = { information: 253, overhead: 3 };

const pieces = (length: number, information: number): number => Math.max(1, Math.ceil(length / information));

/** T=0's bytes: a command of case 1 has a P3 all the same; data in either direction costs a procedure byte. */
function t0Bytes(command: number, response: number): number {
  const dataMoves = command > T0.header || response > 2;
  return Math.max(T0.header, command) + (dataMoves ? T0.procedure : 0) + response;
}

/** One message cut into chained blocks; the other side acknowledges each but the last with an empty one. */
function chained(length: number, { information, overhead }: { information: number; overhead: number }) {
  const blocks = 2 * pieces(length, information) - 1;
  return { blocks, bytes: length + blocks * overhead };
}

/**
 * Microseconds that one command and its response take on the link, with the page writes between them.
 * Lengths are those of the APDUs in bytes, the response's with its status word.
 */
export function exchangeTime(
  model: LinkModel,
  command: number,
  response: number,
  pagesWritten: number,
): number {
  const writing = model.type === 'none' ? 0 : pagesWritten * PAGE_WRITE_MICROS;
  switch (model.type) {
    case 'none':
      return 0;
    case 't0':
      return (t0Bytes(command, response) * T0.characterEtu + 2 * T0.turnEtu) * model.etu + writing;
    case 't1': {
      const [there, back] = [chained(command, T1), chained(response, T1)];
      const etus = (there.bytes + back.bytes) * T1.characterEtu + (there.blocks + back.blocks) * T1.turnEtu;
      return etus * model.etu + writing;
    }
    case 'contactless': {
      const [there, back] = [chained(command, FRAME), chained(response, FRAME)];
      const frames = (there.blocks + back.blocks) * model.frame;
      return (there.bytes + back.bytes) * model.byte + frames + model.processing + writing;
    }
    default:
      return assertNever(model);
  }
}

/** Bytes that one exchange puts on the link, the protocol's own included; with `none` those of the APDUs. */
export function linkBytes(model: LinkModel, command: number, response: number): number {
  switch (model.type) {
    case 'none':
      return command + response;
    case 't0':
      return t0Bytes(command, response);
    case 't1':
      return chained(command, T1).bytes + chained(response, T1).bytes;
    case 'contactless':
      return chained(command, FRAME).bytes + chained(response, FRAME).bytes;
    default:
      return assertNever(model);
  }
}
