import { expect, test } from 'vitest';
import { must } from '../../shared/testing/results.ts';
import { CLEAR_INDICATOR, type Indicator } from '../../shared/token/ef-commit.ts';
import { personalise } from '../../virtual-token/create/personalise.ts';
import { InProcessToken } from '../../virtual-token/in-process.ts';
import { setIndicator } from '../../virtual-token/terminal/terminal.ts';
import { announcedId } from './one-slot.ts';
import { readToken } from './read.ts';
import { readImage } from './read-image.ts';
import { IDENTITY, imageBytes, NEWER_REQUEST, REQUEST } from './testing/samples.ts';
import { sessionOver } from './testing/session.ts';
import { writeImage } from './write.ts';

const OLD = imageBytes(600, 1);
const NEW = imageBytes(640, 2);

function token(indicator: Indicator | null): InProcessToken {
  const identity = { ...IDENTITY, slots: 1 as const };
  const made = new InProcessToken(personalise(identity, { sequence: 7, bytes: OLD }, [], indicator));
  made.token.insert();
  return made;
}

async function write(end: InProcessToken, served: string | null) {
  const session = sessionOver(end);
  return writeImage(session, {
    reading: must(await readToken(session)),
    image: NEW,
    imageSequence: 8,
    logIncluded: 0,
    servedRequestId: served,
    inactiveContent: null,
  });
}

const readingOf = async (end: InProcessToken) => must(await readToken(sessionOver(end)));

test('a write is announced before the first byte of the slot, and ended with the image', async () => {
  const end = token(REQUEST);
  const written = must(await write(end, REQUEST.requestId));
  expect(written).toMatchObject({ slot: 'A', clearedRequestId: REQUEST.requestId });
  const reading = await readingOf(end);
  expect(reading.commit.current).toMatchObject({ slot: 'A', imageSequence: 8, indicator: CLEAR_INDICATOR });
  expect(reading.commit.previous?.indicator).toEqual({ ...REQUEST, state: 'in-progress' });
  expect(must(await readImage(sessionOver(end), reading))).toEqual(NEW);
});

test('a write that serves no request has an announcement of its own, which nobody is told was cleared', async () => {
  const end = token(null);
  const { commit, clearedRequestId } = must(await write(end, null));
  expect(clearedRequestId).toBeNull();
  const reading = await readingOf(end);
  expect(reading.commit.current.indicator).toEqual(CLEAR_INDICATOR);
  expect(reading.commit.previous?.indicator).toMatchObject({
    state: 'in-progress',
    requestId: announcedId(commit.digest),
  });
});

test('a request that the write does not serve is one again when it is over', async () => {
  const end = token(NEWER_REQUEST);
  expect(must(await write(end, REQUEST.requestId)).clearedRequestId).toBeNull();
  expect((await readingOf(end)).commit.current.indicator).toEqual(NEWER_REQUEST);
});

test('an announcement that is there already is not written again', async () => {
  const end = token(REQUEST);
  must(setIndicator(end.token, { ...REQUEST, state: 'in-progress' }));
  const { sequence } = (await readingOf(end)).commit.current;
  expect(must(await write(end, REQUEST.requestId)).commit.sequence).toBe(sequence + 1);
});
