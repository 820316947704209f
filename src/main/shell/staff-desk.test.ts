import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StaffMember } from '../../shared/contract/staff.ts';
import { codeOf, must } from '../../shared/testing/results.ts';
import { hashPin } from '../config/pin.ts';
import type { Journal } from '../journal/journal.ts';
import { openJournal } from '../journal/open.ts';
import { NOON, scratch } from '../journal/testing/samples.ts';
import { StaffDesk, type StaffDeskParts } from './staff-desk.ts';
import { mayExit } from './staff-exit.ts';

const BEA = { id: 'b.adler', name: 'Bea Adler', pin: hashPin('271828') };
const IDRIS = { id: 'i.kaya', name: 'Idris Kaya', pin: hashPin('141421') };
let journal: Journal;
let remove: () => void;
let now: number;
let staff: StaffMember | null;
const desk = (over: Partial<StaffDeskParts> = {}) =>
  new StaffDesk({
    mode: 'desk',
    members: [BEA, IDRIS],
    journal,
    now: () => now,
    setStaff: (member) => {
      staff = member;
    },
    ...over,
  });

beforeEach(() => {
  const place = scratch();
  remove = place.remove;
  now = NOON;
  staff = null;
  journal = must(openJournal({ path: place.path, now: () => now })).journal;
});
afterEach(() => {
  journal.close();
  remove();
});

test('a PIN tells who works at the desk, until they sign out', async () => {
  const at = desk();
  expect(must(await at.signIn('141421'))).toEqual({ id: 'i.kaya', name: 'Idris Kaya' });
  expect(staff).toEqual({ id: 'i.kaya', name: 'Idris Kaya' });
  must(at.signOut());
  expect(staff).toBeNull();
});

test('wrong PINs at the desk and at the way out count together, also when they come at the same time', async () => {
  const at = desk();
  const exit = { pinHash: BEA.pin, journal, isWriting: () => false, now: () => now };
  expect(codeOf(mayExit(exit, '000000'))).toBe('pin-wrong');
  const tries = await Promise.all(Array.from({ length: 6 }, () => at.signIn('000000')));
  expect(tries.map(codeOf)).toEqual([...Array(4).fill('pin-wrong'), 'pin-locked', 'pin-locked']);
  expect(codeOf(await at.signIn('271828'))).toBe('pin-locked');
  expect(codeOf(mayExit(exit, '271828'))).toBe('pin-locked');
  expect(staff).toBeNull();
  now += 5 * 60_000;
  expect(must(await at.signIn('271828')).id).toBe('b.adler');
});

test('a PIN that two members have signs nobody in', async () => {
  const at = desk({ members: [BEA, { ...IDRIS, pin: hashPin('271828') }] });
  expect(await at.signIn('271828')).toMatchObject({
    failure: { code: 'action-not-possible', detail: expect.stringContaining('b.adler and i.kaya') },
  });
  expect(staff).toBeNull();
});

test('nobody signs in at a self-service kiosk, nor where nobody is configured', async () => {
  expect(codeOf(await desk({ mode: 'self-service' }).signIn('271828'))).toBe('action-not-possible');
  expect(codeOf(await desk({ members: [] }).signIn('271828'))).toBe('action-not-possible');
});
