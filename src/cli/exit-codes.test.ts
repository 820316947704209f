import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FAILURE_CODES } from '../shared/contract/failure.ts';
import { OUTCOMES } from '../shared/contract/host.ts';
import { EXIT, exitOfFailure, exitOfOutcome } from './exit-codes.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/cli.md'), 'utf8');

test('docs/cli.md lists exactly the exit codes that there are', () => {
  const rows = [...page.matchAll(/^\| (\d+) \| (\w+) \|/gm)].map(([, code, name]) => [name, Number(code)]);
  expect(rows).toEqual(Object.entries(EXIT));
});

test('no expected failure ends as success or as a mistake in the program, but the mistakes', () => {
  const mistakes = FAILURE_CODES.filter((code) => exitOfFailure(code) === EXIT.internal);
  // the staff PIN and the window are not the command line's business
  expect(mistakes).toEqual(['pin-wrong', 'pin-locked', 'exit-while-writing', 'internal-error']);
  expect(FAILURE_CODES.filter((code) => exitOfFailure(code) === EXIT.done)).toEqual([]);
});

test.each([
  ['service-unavailable', EXIT.noReader],
  ['token-removed', EXIT.noToken],
  ['token-mute', EXIT.token],
  ['token-not-writable', EXIT.token],
  ['verify-mismatch', EXIT.image],
  ['host-credentials-refused', EXIT.refused],
  ['host-timeout', EXIT.hostAway],
  ['journal-newer', EXIT.storage],
  ['configuration-invalid', EXIT.usage],
] as const)('%s ends with %i', (code, exit) => {
  expect(exitOfFailure(code)).toBe(exit);
});

test('only a token that is up to date or was updated is a success', () => {
  expect(OUTCOMES.filter((outcome) => exitOfOutcome(outcome) === EXIT.done)).toEqual(['current', 'updated']);
});
