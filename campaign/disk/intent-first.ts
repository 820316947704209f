import path from 'node:path';
import Database from 'better-sqlite3';
import type { ReaderPort, TokenSession } from '../../src/main/reader/port.ts';
import type { Branch } from '../../src/main/testing/branch.ts';
import { Broken } from '../tear/broken.ts';

/** ISO 7816-4: UPDATE BINARY and UPDATE RECORD. */
const WRITES = [0xd6, 0xdc];

/** What the journal's file says, whoever has it open. */
export function askJournal(branch: Branch, sql: string): readonly unknown[] {
  const db = new Database(path.join(branch.folder, 'kiosk', 'journal.db'), { readonly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

/** Refuses to carry a write to a token for which `hasIntent` does not hold; the first one is told to `onBroken`. */
export function intentFirst(
  hasIntent: () => boolean,
  onBroken: (why: Broken) => void,
): (reader: ReaderPort) => ReaderPort {
  const watched = (session: TokenSession): TokenSession => ({
    reader: session.reader,
    atr: session.atr,
    protocol: session.protocol,
    disconnect: (...args) => session.disconnect(...args),
    transmit: (command, ...rest) => {
      if (WRITES.includes(command[1] ?? 0) && !hasIntent())
        onBroken(new Broken('unexpected', 'a token was written of which the journal knows nothing'));
      return session.transmit(command, ...rest);
    },
  });
  return (reader) => ({
    start: () => reader.start(),
    stop: () => reader.stop(),
    subscribe: (listener) => reader.subscribe(listener),
    connect: async (name) => {
      const session = await reader.connect(name);
      return session.ok ? { ok: true, value: watched(session.value) } : session;
    },
  });
}
