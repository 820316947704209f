import { expect, test } from 'vitest';
import { digestOf } from '../../shared/image/envelope.ts';
import { codeOf, must } from '../../shared/testing/results.ts';
import { CLEAR_INDICATOR, type Indicator } from '../../shared/token/ef-commit.ts';
import { personalise } from '../../virtual-token/create/personalise.ts';
import { InProcessToken } from '../../virtual-token/in-process.ts';
import { setIndicator } from '../../virtual-token/terminal/terminal.ts';
import { readToken, type TokenReading } from './read.ts';
import { readImage } from './read-image.ts';
import { IDENTITY, imageBytes, NEWER_REQUEST, REQUEST } from './testing/samples.ts';
import { sessionOver } from './testing/session.ts';
import { type WriteJob, writeImage } from './write.ts';

const OLD = imageBytes(600, 1);
const NEW = imageBytes(900, 2);

function present(over = {}, indicator: Indicator | null = REQUEST): InProcessToken {
  const state = personalise({ ...IDENTITY, ...over }, { sequence: 7, bytes: OLD }, [], indicator);
  const token = new InProcessToken(state);
  token.token.insert();
  return token;
}

const jobFor = (reading: TokenReading, over: Partial<WriteJob> = {}): WriteJob => ({
  reading,
  image: NEW,
  imageSequence: 8,
  logIncluded: 0,
  servedRequestId: REQUEST.requestId,
  inactiveContent: null,
  ...over,
});

test('a write switches the image and clears its request, and the token says so when read again', async () => {
  const token = present();
  const session = sessionOver(token);
  const reading = must(await readToken(session));
  const steps: string[] = [];
  const onProgress: WriteJob['onProgress'] = (step, done, total) => {
    if (done === total) steps.push(step);
  };
  const result = must(await writeImage(session, jobFor(reading, { onProgress })));
  expect(steps).toEqual(['copy', 'write', 'verify', 'commit']);
  expect(result).toMatchObject({
    bytesSent: NEW.length,
    imageBytes: NEW.length,
    rounds: 1,
    slot: 'B',
    clearedRequestId: REQUEST.requestId,
  });
  const again = must(await readToken(sessionOver(token)));
  expect(again.commit.current).toEqual(result.commit);
  expect(again.report).toMatchObject({
    image: { digest: digestOf(NEW), sequence: 8 },
    indicator: CLEAR_INDICATOR,
    inactiveDigest: digestOf(OLD),
  });
  expect(must(await readImage(sessionOver(token), again))).toEqual(NEW);
});

test.each(['T=0', 'T=1', 'T=CL'] as const)(
  'updates go back and forth between the slots over %s',
  async (protocol) => {
    const state = personalise({ ...IDENTITY, maxCommandData: 600 }, { sequence: 1, bytes: OLD }, [], null);
    const token = new InProcessToken(state, { protocol });
    token.token.insert();
    let content: Uint8Array = OLD;
    for (let sequence = 2; sequence < 8; sequence++) {
      const session = sessionOver(token);
      const reading = must(await readToken(session));
      const image = imageBytes(100 + 150 * (sequence - 1), sequence);
      const inactiveContent = sequence > 2 ? content : null;
      content = must(await readImage(session, reading));
      const job = jobFor(reading, { image, imageSequence: sequence, inactiveContent });
      const result = must(await writeImage(session, job));
      expect(result.rounds).toBe(1);
      expect(must(await readImage(session, must(await readToken(session))))).toEqual(image);
    }
  },
);

test('a newer request than the one that was served survives the commit', async () => {
  const token = present({}, NEWER_REQUEST);
  const session = sessionOver(token);
  const reading = must(await readToken(session));
  const result = must(await writeImage(session, jobFor(reading)));
  expect(result.clearedRequestId).toBeNull();
  expect(result.commit.indicator).toEqual(NEWER_REQUEST);
});

test('a request that is set while the image is written survives the commit', async () => {
  const token = present();
  const session = sessionOver(token);
  const reading = must(await readToken(session));
  const onProgress: WriteJob['onProgress'] = (step, done, total) => {
    if (step === 'verify' && done === total) must(setIndicator(token.token, NEWER_REQUEST));
  };
  const result = must(await writeImage(session, jobFor(reading, { onProgress })));
  expect(result.commit).toMatchObject({ indicator: NEWER_REQUEST, slot: 'B' });
  expect(must(await readToken(session)).report.indicator).toEqual(NEWER_REQUEST);
});

test('what the inactive slot really holds is found out, and only the difference is sent again', async () => {
  const session = sessionOver(present());
  const reading = must(await readToken(session));
  const believed = NEW.slice();
  believed[450] = (believed[450] ?? 0) ^ 0xff;
  // The slot is blank in truth: the first round sends one byte, the second all others.
  const result = must(await writeImage(session, jobFor(reading, { inactiveContent: believed })));
  expect(result.rounds).toBe(2);
  expect(must(await readImage(session, must(await readToken(session))))).toEqual(NEW);
});

test('memory that does not keep what is written ends as a mismatch, and the old image stays', async () => {
  const token = present();
  const session = sessionOver(token);
  const reading = must(await readToken(session));
  token.token.arm({ type: 'answer', sw: '9000', ins: 'D6', nth: 1, times: 1000 });
  expect(codeOf(await writeImage(session, jobFor(reading)))).toBe('verify-mismatch');
  const after = must(await readToken(sessionOver(token)));
  expect(after.commit).toEqual(reading.commit);
});

test('a commit that the token claims but did not do is a mismatch', async () => {
  const token = present();
  const session = sessionOver(token);
  const reading = must(await readToken(session));
  token.token.arm({ type: 'answer', sw: '9000', ins: 'DC' });
  expect(codeOf(await writeImage(session, jobFor(reading)))).toBe('verify-mismatch');
});

test('a commit whose answer is lost is unclear, though the token has it', async () => {
  const token = present();
  const session = sessionOver(token);
  const reading = must(await readToken(session));
  const onProgress: WriteJob['onProgress'] = (step, done) => {
    // EF.TOKEN, EF.COMMIT, then UPDATE RECORD.
    if (step === 'commit' && done === 0)
      token.token.arm({ type: 'tear', at: 'command', nth: 3, when: 'after' });
  };
  const result = await writeImage(session, jobFor(reading, { onProgress }));
  expect(result).toMatchObject({ ok: false, failure: { code: 'commit-unclear', tokenEffect: 'unknown' } });
  token.token.insert();
  expect(must(await readToken(sessionOver(token))).report.image?.digest).toBe(digestOf(NEW));
});

test('a commit that the token refuses leaves the old image in force', async () => {
  const token = present();
  const session = sessionOver(token);
  const reading = must(await readToken(session));
  token.token.arm({ type: 'answer', sw: '6581', ins: 'DC' });
  const result = await writeImage(session, jobFor(reading));
  expect(result).toMatchObject({
    ok: false,
    failure: { code: 'token-memory-failed', tokenEffect: 'changed' },
  });
  expect(must(await readToken(session)).commit).toEqual(reading.commit);
});

test('a token that declares extended length and refuses it is written with short commands', async () => {
  const extended = { ...IDENTITY, maxCommandData: 2048, maxResponseData: 2048 };
  const { layout, memory } = personalise(extended, { sequence: 7, bytes: OLD }, [], REQUEST);
  const token = new InProcessToken({
    layout: { ...layout, maxCommandData: 255, maxResponseData: 256 },
    memory,
  });
  token.token.insert();
  const session = sessionOver(token);
  const reading = must(await readToken(session));
  expect(must(await readImage(session, reading))).toEqual(OLD);
  const result = must(await writeImage(session, jobFor(reading)));
  expect(result).toMatchObject({ rounds: 2, bytesSent: NEW.length });
  expect(must(await readImage(session, must(await readToken(session))))).toEqual(NEW);
});

test('a commit that the token did and denies is a success, because it is read back', async () => {
  for (const sw of ['6581', '6F00', '6400']) {
    const token = present();
    const session = sessionOver(token);
    const reading = must(await readToken(session));
    token.token.arm({ type: 'answer', sw, ins: 'DC', executed: true });
    must(await writeImage(session, jobFor(reading)));
    expect(must(await readToken(session)).report.image?.digest).toBe(digestOf(NEW));
  }
});

test('a commit that can be neither confirmed nor denied is unclear', async () => {
  const token = present();
  const session = sessionOver(token);
  const reading = must(await readToken(session));
  const onProgress: WriteJob['onProgress'] = (step, done) => {
    // EF.TOKEN, EF.COMMIT and UPDATE RECORD are answered, reading it back is not.
    if (step === 'commit' && done === 0) token.token.arm({ type: 'mute', nth: 4 });
  };
  expect(codeOf(await writeImage(session, jobFor(reading, { onProgress })))).toBe('commit-unclear');
});

test('a token that never had an image gets its first one', async () => {
  const token = new InProcessToken(personalise(IDENTITY, null, [], REQUEST));
  token.token.insert();
  const session = sessionOver(token);
  const reading = must(await readToken(session));
  expect(must(await writeImage(session, jobFor(reading)))).toMatchObject({ slot: 'A', rounds: 1 });
  const again = must(await readToken(session));
  expect(again.report).toMatchObject({ image: { digest: digestOf(NEW) }, inactiveDigest: null });
});
