import { expect, test } from 'vitest';
import { failure } from '../../shared/contract/failure.ts';
import type { Screen } from '../../shared/visit/snapshot.ts';
import { EXIT } from '../exit-codes.ts';
import { endingOf } from './ending.ts';

const token = { kind: 'card', lastFour: '4417' } as const;
const removed: Screen = { screen: 'removed', token, until: 0, wrongToken: false };

test('a visit goes on while its screens ask, write or verify', () => {
  const progress = { step: 'write', done: 1, total: 2 } as const;
  const screens: Screen[] = [
    { screen: 'attract' },
    { screen: 'reading', token: null },
    { screen: 'deciding', token, step: 'asking' },
    { screen: 'offer', token, change: { rows: [], beforeKnown: true }, until: 0 },
    { screen: 'restoring', token, progress },
    { screen: 'verifying', token, progress },
  ];
  expect(screens.map((screen) => endingOf(screen, null))).toEqual(screens.map(() => null));
});

test('a write that the token itself broke off ends with the failure, not with a token that left', () => {
  const broken = endingOf(removed, failure('token-memory-failed', 'SW 6581'));
  expect(broken).toMatchObject({ outcome: 'interrupted', exit: EXIT.token });
  expect(broken?.facts.failure).toMatchObject({ code: 'token-memory-failed', detail: 'SW 6581' });
});

test('a token that was pulled during the write ends as one that left', () => {
  expect(endingOf(removed, null)).toMatchObject({ outcome: 'interrupted', exit: EXIT.noToken });
});

test.each([
  ['hotlisted', token, EXIT.refused, true],
  ['token-foreign', null, EXIT.token, false],
  ['token-damaged', null, EXIT.token, false],
] as const)('%s ends as refused, told to the host only if it was asked', (reason, name, exit, reported) => {
  const screen: Screen = { screen: 'refused', token: name, reason, reference: null, tokenPresent: true };
  expect(endingOf(screen, null)).toMatchObject({ outcome: 'refused', exit, reported, facts: { reason } });
});

test('an absent host is named with its cause', () => {
  const screen: Screen = { screen: 'offline', token, tokenPresent: true, content: null };
  const ending = endingOf(screen, failure('host-timeout', 'after 8000 ms'));
  expect(ending).toMatchObject({ outcome: 'interrupted', exit: EXIT.hostAway });
  expect(ending?.facts).toMatchObject({ reason: 'offline', failure: { code: 'host-timeout' } });
});

test('trouble ends with its own exit code', () => {
  const why = failure('host-credentials-refused');
  const ending = endingOf(
    { screen: 'trouble', failure: why, token, reference: null, tokenPresent: true },
    null,
  );
  expect(ending).toMatchObject({ outcome: 'failed', exit: EXIT.refused, reported: true });
});

test('a token with room for one image is never said to hold the old one, once it is written over', () => {
  const one = { ...token, oneSlot: true } as const;
  const aside = { screen: 'refused', reason: 'set-aside', reference: 'R-1', tokenPresent: true } as const;
  const endings = [{ ...removed, token: one } as Screen, { ...aside, token: one }].map((screen) =>
    endingOf(screen, null),
  );
  for (const ending of endings) expect(ending?.words).toMatch(/cannot be used/);
  expect(endingOf({ ...aside, token }, null)).toMatchObject({ outcome: 'set-aside', exit: EXIT.image });
});

test('a token that was torn and cannot be read any more is not said to be unwritten', () => {
  const torn = { screen: 'refused', reason: 'token-damaged', reference: 'R-1', tokenPresent: true } as const;
  expect(endingOf({ ...torn, token }, null)?.words).not.toMatch(/Nothing was written/);
  expect(endingOf({ ...torn, token: null }, null)?.words).toMatch(/Nothing was written/);
});
