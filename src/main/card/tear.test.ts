import { expect, test } from 'vitest';
import { equalBytes } from '../../shared/image/bytes.ts';
import { must } from '../../shared/testing/results.ts';
import { CLEAR_INDICATOR } from '../../shared/token/ef-commit.ts';
import { personalise } from '../../virtual-token/create/personalise.ts';
import type { FaultRequest } from '../../virtual-token/faults/fault.ts';
import { InProcessToken } from '../../virtual-token/in-process.ts';
import { readToken } from './read.ts';
import { readImage } from './read-image.ts';
import { IDENTITY, imageBytes, REQUEST } from './testing/samples.ts';
import { sessionOver } from './testing/session.ts';
import { type WriteJob, writeImage } from './write.ts';

const OLD = imageBytes(150, 1);
const NEW = imageBytes(200, 2);
const ISSUED = personalise(
  { ...IDENTITY, slotSize: 256, maxCommandData: 100 },
  { sequence: 7, bytes: OLD },
  [],
  REQUEST,
);

function freshToken(): InProcessToken {
  const token = new InProcessToken({ layout: ISSUED.layout, memory: ISSUED.memory.slice() });
  token.token.insert();
  return token;
}

async function update(token: InProcessToken, arm?: FaultRequest) {
  const session = sessionOver(token);
  const reading = must(await readToken(session));
  if (arm !== undefined) token.token.arm(arm);
  const job: WriteJob = {
    reading,
    image: NEW,
    imageSequence: 8,
    logIncluded: 0,
    servedRequestId: REQUEST.requestId,
    inactiveContent: null,
  };
  return { result: await writeImage(session, job), commands: session.commands.slice(4) };
}

/** Tears an update, then looks with the eyes of a stranger, then finishes it. */
async function survives(fault: FaultRequest): Promise<'old' | 'new'> {
  const token = freshToken();
  const { result } = await update(token, fault);
  expect(result.ok, 'a torn write is no success').toBe(false);
  token.token.disarm();
  token.token.insert();
  const session = sessionOver(token);
  const reading = must(await readToken(session));
  const image = must(await readImage(session, reading));
  const { indicator, imageSequence } = reading.commit.current;
  const isNew = equalBytes(image, NEW);
  // Image, sequence and indicator change in one, or not at all.
  expect(isNew || equalBytes(image, OLD)).toBe(true);
  expect(imageSequence).toBe(isNew ? 8 : 7);
  expect(indicator).toEqual(isNew ? CLEAR_INDICATOR : REQUEST);
  const second = must((await update(token)).result);
  expect(second.commit.indicator).toEqual(CLEAR_INDICATOR);
  const last = must(await readToken(sessionOver(token)));
  expect(must(await readImage(sessionOver(token), last))).toEqual(NEW);
  return isNew ? 'new' : 'old';
}

test('pulled before or after any command, a token holds the old image or the new one', async () => {
  const { result, commands } = await update(freshToken());
  expect(result.ok).toBe(true);
  const found = new Set<string>();
  for (let nth = 1; nth <= commands.length; nth++)
    for (const when of ['before', 'after'] as const)
      found.add(await survives({ type: 'tear', at: 'command', nth, when }));
  expect(found).toEqual(new Set(['old', 'new']));
});

test.each(['old', 'new', 'garbage'] as const)(
  'pulled at any byte of any write, leaving %s, a token holds the old image or the new one',
  async (leave) => {
    const { commands } = await update(freshToken());
    const writes = commands.filter((command) => command[1] === 0xd6 || command[1] === 0xdc);
    expect(writes.length).toBeGreaterThan(2);
    for (const [i, command] of writes.entries())
      for (let nth = 1; nth <= (command[4] ?? 0); nth++)
        await survives({ type: 'tear', at: 'byte', write: i + 1, nth, leave });
  },
);
