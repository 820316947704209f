import { type Answer, status } from '../commands/answer.ts';
import { type CommandApdu, parseCommand } from '../commands/command-apdu.ts';
import { classRefusal, dispatch } from '../commands/dispatch.ts';
import type { Session } from '../commands/session.ts';
import { SW } from '../commands/status.ts';
import type { Limits, Transport } from './protocol.ts';

const GET_RESPONSE = 0xc0;

/** T=1 and T=CL carry whole APDUs, so GET RESPONSE never has anything to give. */
export class BlockTransport implements Transport {
  readonly #session: Session;
  readonly #limits: Limits;

  constructor(session: Session, limits: Limits) {
    this.#session = session;
    this.#limits = limits;
  }

  execute(message: Uint8Array): Answer {
    const [cla] = message;
    if (message.length < 4 || cla === undefined) return status(SW.wrongLength);
    const refusal = classRefusal(cla);
    if (refusal !== undefined) return status(refusal);
    const apdu = parseCommand(message);
    if (apdu === undefined || !this.#fits(apdu)) return status(SW.wrongLength);
    if (apdu.ins === GET_RESPONSE) return status(SW.nothingPending);
    return dispatch(this.#clipped(apdu), this.#session);
  }

  #fits({ data, extended, ne, all }: CommandApdu): boolean {
    const { maxCommandData, maxResponseData } = this.#limits;
    if (extended && maxCommandData <= 255 && maxResponseData <= 256) return false;
    return data.length <= maxCommandData && (all || ne <= maxResponseData);
  }

  /** An Le of zeros asks for what there is, within what the token can send. */
  #clipped(apdu: CommandApdu): CommandApdu {
    return apdu.all ? { ...apdu, ne: Math.min(apdu.ne, this.#limits.maxResponseData) } : apdu;
  }
}
