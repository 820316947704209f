import { type RecordedSession, sessionOver } from '../../src/main/card/testing/session.ts';
import type { TokenIdentity } from '../../src/shared/token/ef-token.ts';
import { personalise } from '../../src/virtual-token/create/personalise.ts';
import { InProcessToken } from '../../src/virtual-token/in-process.ts';
import type { LinkName } from '../../src/virtual-token/link/models.ts';

/** One command that went over the link. */
interface Entry {
  readonly ins: number;
  readonly micros: number;
}

const INS = { select: 0xa4, updateBinary: 0xd6, updateRecord: 0xdc };

/** A token in process whose link is not waited for: time is what the link model says, to the microsecond. */
export class MeteredToken {
  readonly token: InProcessToken;
  #entries: Entry[] = [];

  constructor(identity: TokenIdentity, image: Uint8Array, link: LinkName) {
    this.token = new InProcessToken(personalise(identity, { sequence: 1, bytes: image }, [], null), { link });
    this.token.token.insert();
  }

  session(): RecordedSession {
    const { token } = this;
    return sessionOver({
      atr: token.atr,
      protocol: token.protocol,
      transmit: async (command) => {
        const before = token.counters.linkMicros;
        const answer = await token.transmit(command);
        this.#entries.push({ ins: command[1] ?? 0, micros: token.counters.linkMicros - before });
        return answer;
      },
    });
  }

  /** Forgets what was measured so far. */
  restart(): void {
    this.#entries = [];
  }

  #micros(...kinds: readonly number[]): number {
    return this.#entries
      .filter(({ ins }) => kinds.includes(ins))
      .reduce((sum, { micros }) => sum + micros, 0);
  }

  /** Microseconds of the commands that wrote the image. */
  get writing(): number {
    return this.#micros(INS.updateBinary);
  }

  /** Microseconds of the commands that wrote the image or committed it. */
  get changing(): number {
    return this.#micros(INS.updateBinary, INS.updateRecord);
  }

  /** Microseconds of everything. */
  get all(): number {
    return this.#entries.reduce((sum, { micros }) => sum + micros, 0);
  }
}
