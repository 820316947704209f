import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestOf } from '../../shared/image/envelope.ts';
import { codeOf, must } from '../../shared/testing/results.ts';
import { type CommitRecord, EF_COMMIT } from '../../shared/token/ef-commit.ts';
import { EF_LOG } from '../../shared/token/ef-log.ts';
import { personalise } from '../../virtual-token/create/personalise.ts';
import { InProcessToken } from '../../virtual-token/in-process.ts';
import { commit } from '../../virtual-token/terminal/commit.ts';
import { bookTransaction } from '../../virtual-token/terminal/terminal.ts';
import { readToken } from './read.ts';
import { earned, IDENTITY, imageBytes } from './testing/samples.ts';
import { sessionOver } from './testing/session.ts';

const IMAGE = imageBytes(300, 1);

function token(over = {}): InProcessToken {
  const state = personalise({ ...IDENTITY, ...over }, { sequence: 7, bytes: IMAGE }, [], null);
  const made = new InProcessToken(state);
  made.token.insert();
  return made;
}

test('a token that cannot read all records at once is read one by one', async () => {
  for (const sw of ['6A81', '6A86', '6D00', '6B00', '6700', '6282']) {
    const end = token();
    end.token.arm({ type: 'answer', sw, ins: 'B2' });
    const session = sessionOver(end);
    expect(must(await readToken(session)).commit.current.digest).toBe(digestOf(IMAGE));
    expect(session.commands.length).toBe(6);
  }
});

test('a token that answers both reads of EF.COMMIT with a refusal is refused with it', async () => {
  const end = token();
  end.token.arm({ type: 'answer', sw: '6982', ins: 'B2', times: 2 });
  expect(codeOf(await readToken(sessionOver(end)))).toBe('token-refused');
});

test.each<[string, Partial<CommitRecord>, object]>([
  ['longer than its slot', { imageLength: 1025 }, {}],
  ['of no bytes', { imageLength: 0 }, {}],
  ['in a slot that is not there', { slot: 'B' }, { slots: 1 }],
])('an image %s is damage', async (_, change, over) => {
  const end = token(over);
  must(commit(end.token.tree, end.token.memory, change));
  expect(codeOf(await readToken(sessionOver(end)))).toBe('token-damaged');
});

test('a log that is full of nonsense is read once through and no further', async () => {
  const end = token();
  for (let counter = 1; counter <= 5; counter++) must(bookTransaction(end.token, earned(counter)));
  end.token.memory.bytes.fill(0xee, -5 * (EF_LOG.size ?? 0));
  const session = sessionOver(end);
  expect(must(await readToken(session))).toMatchObject({ logTorn: 5, logSequence: 0, logLost: 0 });
  expect(session.commands.length).toBe(3 + 1 + IDENTITY.logRecords);
});

test('a commit record that claims more of the log than there is leaves nothing to read', async () => {
  const end = token();
  must(bookTransaction(end.token, earned(1)));
  must(commit(end.token.tree, end.token.memory, { logSequence: 0xffff_ffff }));
  expect(must(await readToken(sessionOver(end)))).toMatchObject({
    log: [],
    logLost: 0,
    logSequence: 0xffff_ffff,
  });
});

test('a flipped bit in EF.TOKEN or in both records of EF.COMMIT is never read as something else', async () => {
  const end = token();
  const { bytes } = end.token.memory;
  const reading = must(await readToken(sessionOver(end)));
  await fc.assert(
    fc.asyncProperty(fc.nat((48 + 4 + 2 * (EF_COMMIT.size ?? 0)) * 8 - 1), async (bit) => {
      const kept = bytes[bit >> 3] ?? 0;
      bytes[bit >> 3] = kept ^ (1 << (bit & 7));
      const found = await readToken(sessionOver(end));
      bytes[bit >> 3] = kept;
      end.power();
      if (!found.ok) return;
      // Only the twin or the control bytes of the record file can have been hit.
      expect(found.value.identity).toEqual(reading.identity);
      expect([reading.commit.current, reading.commit.previous]).toContainEqual(found.value.commit.current);
    }),
  );
});
