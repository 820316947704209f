import { expect, test } from 'vitest';
import { codeOf, must } from '../../shared/testing/results.ts';
import { personalise } from '../../virtual-token/create/personalise.ts';
import { InProcessToken } from '../../virtual-token/in-process.ts';
import { setIndicator } from '../../virtual-token/terminal/terminal.ts';
import { LAST_SEQUENCE } from './commit.ts';
import { readToken } from './read.ts';
import { IDENTITY, imageBytes, NEWER_REQUEST, REQUEST, writeJob } from './testing/samples.ts';
import { sessionOver, type TokenEnd } from './testing/session.ts';
import { type WriteJob, writeImage } from './write.ts';

const IMAGE = imageBytes(600, 1);

function token(over = {}): InProcessToken {
  const made = new InProcessToken(
    personalise({ ...IDENTITY, ...over }, { sequence: 7, bytes: IMAGE }, [], REQUEST),
  );
  made.token.insert();
  return made;
}

/** A reader on which the tokens are exchanged faster than it can notice: the session stays alive. */
function reader(first: InProcessToken) {
  let inside = first;
  const end: TokenEnd = {
    atr: first.atr,
    protocol: first.protocol,
    transmit: (command) => inside.transmit(command),
  };
  return {
    session: sessionOver(end),
    swap: (next: InProcessToken) => {
      next.power();
      inside = next;
    },
  };
}

async function job(first: InProcessToken, over: Partial<WriteJob> = {}) {
  const { session, swap } = reader(first);
  const reading = must(await readToken(session));
  return { session, swap, write: writeJob(reading, over), reading };
}

const written = (end: InProcessToken): number => end.token.memory.pageWrites;

test('another token in place of the one that was read is not written', async () => {
  const { session, swap, write } = await job(token());
  const other = token({ tokenId: '4821903377105265' });
  swap(other);
  expect(codeOf(await writeImage(session, write))).toBe('token-swapped');
  expect(written(other)).toBe(0);
});

test('a card that is no Recard token is not written', async () => {
  const { session, swap, write } = await job(token());
  const foreign = new InProcessToken({
    layout: { kind: 'card', pageSize: 64, maxCommandData: 255, maxResponseData: 256, files: [] },
    memory: new Uint8Array(0),
  });
  foreign.token.insert();
  swap(foreign);
  expect(codeOf(await writeImage(session, write))).toBe('token-swapped');
  expect(codeOf(await readToken(session))).toBe('token-foreign');
});

test('the same token with a request set meanwhile is written, and keeps that request', async () => {
  const first = token();
  const { session, write } = await job(first);
  must(setIndicator(first.token, NEWER_REQUEST));
  expect(must(await writeImage(session, write)).clearedRequestId).toBeNull();
  expect(must(await readToken(session)).commit.current).toMatchObject({
    imageSequence: 8,
    indicator: NEWER_REQUEST,
  });
});

test('the same token with another image by now is not written', async () => {
  const first = token();
  const { session, write } = await job(first);
  must(await writeImage(session, write));
  const before = written(first);
  expect(codeOf(await writeImage(session, { ...write, imageSequence: 9 }))).toBe('token-swapped');
  expect(written(first)).toBe(before);
});

test.each(['copy', 'write', 'verify', 'commit'] as const)(
  'a token swapped in during the step "%s" is never written: it has nothing selected',
  async (during) => {
    const other = token({ tokenId: '4821903377105265' });
    const onProgress: WriteJob['onProgress'] = (step) => {
      if (step === during) swap(other);
    };
    const { session, swap, write } = await job(token(), { onProgress });
    expect(codeOf(await writeImage(session, write))).toBe('token-reset');
    expect(written(other)).toBe(0);
    expect(must(await readToken(sessionOver(other))).commit.current.imageSequence).toBe(7);
  },
);

test.each<[string, string, Partial<WriteJob>]>([
  ['is larger than the slot', 'image-too-large', { image: imageBytes(1025, 2) }],
  ['is empty', 'action-not-possible', { image: new Uint8Array(0) }],
  ['claims more of the log than was read', 'host-answer-malformed', { logIncluded: 1 }],
])('an image that %s is refused before anything is sent', async (_, code, over) => {
  const { session, write } = await job(token(), over);
  const before = session.commands.length;
  expect(codeOf(await writeImage(session, write))).toBe(code);
  expect(session.commands.length).toBe(before);
});

test('a token whose EF.COMMIT has counted to its end is not written', async () => {
  const { session, write } = await job(token());
  const { commit } = write.reading;
  const reading = {
    ...write.reading,
    commit: { ...commit, current: { ...commit.current, sequence: LAST_SEQUENCE } },
  };
  const before = session.commands.length;
  expect(codeOf(await writeImage(session, { ...write, reading }))).toBe('token-not-writable');
  expect(session.commands.length).toBe(before);
});
