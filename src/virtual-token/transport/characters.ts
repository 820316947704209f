import { type Answer, status } from '../commands/answer.ts';
import type { CommandApdu } from '../commands/command-apdu.ts';
import { classRefusal, dispatch } from '../commands/dispatch.ts';
import type { Session } from '../commands/session.ts';
import { SW } from '../commands/status.ts';
import type { Transport } from './protocol.ts';

const GET_RESPONSE = 0xc0;
const NOTHING = new Uint8Array(0);

/**
 * T=0 moves data in one direction per command (ISO 7816-3, 12.2): what a command with data answers waits
 * for GET RESPONSE (61xx), and a P3 above what there is gets 6Cxx with the right one. There is no
 * extended length. A sixth byte after the data (a reader that leaves Le in place) is ignored.
 */
export class CharacterTransport implements Transport {
  readonly #session: Session;
  #pending: Uint8Array = NOTHING;

  constructor(session: Session) {
    this.#session = session;
  }

  execute(message: Uint8Array): Answer {
    const [cla, ins, p1, p2, p3 = 0] = message;
    if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined)
      return status(SW.wrongLength);
    const refusal = classRefusal(cla);
    if (refusal !== undefined) return status(refusal);
    const header = { cla, ins, p1, p2, extended: false };
    if (message.length === 5) return this.#outgoing({ ...header, data: NOTHING, ne: p3 || 256, all: false });
    const data = message.slice(5, 5 + p3);
    if (message.length > 5 && (p3 === 0 || message.length > 6 + p3 || data.length < p3))
      return status(SW.wrongLength);
    return this.#incoming({ ...header, data, ne: 0, all: false });
  }

  /** Case 2: the token sends P3 bytes or says how many it would have. */
  #outgoing(apdu: CommandApdu): Answer {
    if (apdu.ins === GET_RESPONSE) return this.#getResponse(apdu);
    this.#pending = NOTHING;
    const answer = dispatch(apdu, this.#session);
    if (answer === 'torn' || answer.data.length === 0 || answer.data.length === apdu.ne) return answer;
    return status(SW.wrongLe | (answer.data.length & 0xff));
  }

  /** Cases 1 and 3. Only SELECT answers data here; Le is unknown, so it is asked for as much as P3 can name. */
  #incoming(apdu: CommandApdu): Answer {
    this.#pending = NOTHING;
    const answers = apdu.ins === 0xa4;
    const answer = dispatch(answers ? { ...apdu, ne: 256, all: true } : apdu, this.#session);
    if (answer === 'torn' || answer.data.length === 0) return answer;
    this.#pending = answer.data;
    return status(SW.moreAvailable | (answer.data.length & 0xff));
  }

  #getResponse({ p1, p2, ne }: CommandApdu): Answer {
    if (p1 !== 0 || p2 !== 0) return status(SW.wrongP1P2);
    const { length } = this.#pending;
    if (length === 0) return status(SW.nothingPending);
    if (ne > length) return status(SW.wrongLe | (length & 0xff));
    const data = this.#pending.slice(0, ne);
    this.#pending = this.#pending.slice(ne);
    const left = this.#pending.length;
    return { data, sw: left === 0 ? SW.success : SW.moreAvailable | (left & 0xff) };
  }
}
