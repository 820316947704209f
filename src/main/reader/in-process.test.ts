import { describe, expect, test } from 'vitest';
import { type InProcessToken, inProcessReader } from './in-process.ts';
import { EventLog } from './testing/events.ts';
import { readerContract } from './testing/reader-contract.ts';
import { echo, type Reaction } from './testing/vpcd-peer.ts';

const READER = 'In process';
const ATR = Uint8Array.of(0x3b, 0x80, 0x01, 0x81);

class ScriptedToken implements InProcessToken {
  readonly atr = ATR;
  readonly protocol = 'T=1';
  powered = 0;
  readonly #react: (command: Uint8Array) => Reaction;

  constructor(react: (command: Uint8Array) => Reaction) {
    this.#react = react;
  }

  power(): void {
    this.powered++;
  }

  async transmit(command: Uint8Array) {
    const reaction = this.#react(command);
    if (reaction === 'leave') return { kind: 'removed' } as const;
    if (reaction === 'silence') return { kind: 'mute' } as const;
    return { kind: 'response', bytes: reaction } as const;
  }
}

describe('a token in process', () => {
  readerContract(async () => {
    const port = inProcessReader([READER]);
    return {
      port,
      reader: READER,
      atr: ATR,
      insert: async (react) => port.insert(READER, new ScriptedToken(react)),
      remove: () => port.remove(READER),
      close: () => port.stop(),
    };
  });
});

test('the same token put back in is powered again, and its old session stays dead', async () => {
  const port = inProcessReader([READER]);
  port.start();
  const events = new EventLog(port);
  const token = new ScriptedToken(echo);
  port.insert(READER, token);
  await events.next('token-present');
  const first = await port.connect(READER);
  port.remove(READER);
  port.insert(READER, token);
  const second = await port.connect(READER);
  if (!first.ok || !second.ok) throw new Error('not connected');
  expect(token.powered).toBe(2);
  expect(await first.value.transmit(Uint8Array.of(0, 0, 0, 0))).toMatchObject({
    failure: { code: 'token-removed' },
  });
  expect(await second.value.transmit(Uint8Array.of(0, 0, 0, 0))).toMatchObject({ ok: true });
});
