import type { InProcessToken } from '../../virtual-token/in-process.ts';
import { readToken, type TokenReading } from '../card/read.ts';
import type { TokenSession } from '../reader/port.ts';
import { must } from './branch.ts';

/** Reads the token as a stranger would, beside the kiosk's own session. */
export async function readTokenOf(token: InProcessToken): Promise<TokenReading> {
  const session: TokenSession = {
    reader: 'stranger',
    atr: token.atr,
    protocol: token.protocol,
    transmit: async (command) => {
      const exchange = token.execute(command);
      if (exchange.kind === 'response') return { ok: true, value: exchange.bytes };
      throw new Error(exchange.kind);
    },
    disconnect: async () => {},
  };
  return must(await readToken(session));
}
