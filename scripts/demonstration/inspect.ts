import { readToken } from '../../src/main/card/read.ts';
import { readImage } from '../../src/main/card/read-image.ts';
import type { TokenSession } from '../../src/main/reader/port.ts';
import { digestOf } from '../../src/shared/image/envelope.ts';
import { InProcessToken } from '../../src/virtual-token/in-process.ts';
import { openStateFile } from '../../src/virtual-token/memory/file-store.ts';
import { must } from '../world/tokens.ts';

/** What a software token's state file holds. */
export interface Found {
  /** The bytes in the active slot have the digest of the commit record. */
  readonly whole: boolean;
  readonly digest: string;
  readonly imageBytes: number;
  readonly indicator: string;
}

/** Reads a token from its state file, apart from the kiosk that wrote it and from the reader that it lay in. */
export async function inspectToken(stateFile: string): Promise<Found> {
  const opened = must(openStateFile(stateFile));
  opened.store.close();
  const token = new InProcessToken(opened.state);
  token.token.insert();
  token.power();
  const session: TokenSession = {
    reader: 'none',
    atr: token.atr,
    protocol: token.protocol,
    transmit: async (command) => {
      const exchange = token.execute(command);
      if (exchange.kind === 'response') return { ok: true, value: exchange.bytes };
      throw new Error(`The token in ${stateFile} answers nothing.`);
    },
    disconnect: async () => {},
  };
  const reading = must(await readToken(session));
  const { image, indicator } = reading.report;
  const bytes = await readImage(session, reading);
  const digest = bytes.ok ? digestOf(bytes.value) : '';
  return {
    whole: image !== null && digest === image.digest,
    digest,
    imageBytes: bytes.ok ? bytes.value.length : 0,
    indicator: indicator.state,
  };
}
