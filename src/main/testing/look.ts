import type { InProcessToken } from '../../virtual-token/in-process.ts';
import { readToken, type TokenReading } from '../card/read.ts';
import type { TokenSession } from '../reader/port.ts';
import { must } from './branch.ts';

/** A session beside the kiosk's own. */
export const strangerTo = (token: InProcessToken): TokenSession => ({
  reader: 'stranger',
  atr: token.atr,
  protocol: token.protocol,
  transmit: async (command) => {
    const exchange = token.execute(command);
    if (exchange.kind === 'response') return { ok: true, value: exchange.bytes };
    throw new Error(exchange.kind);
  },
  disconnect: async () => {},
});

/** Reads the token as a stranger would. */
export const readTokenOf = async (token: InProcessToken): Promise<TokenReading> =>
  must(await readToken(strangerTo(token)));
