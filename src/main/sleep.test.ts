import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Branch, must } from './testing/branch.ts';
import { readTokenOf } from './testing/look.ts';

let branch: Branch;
beforeEach(async () => {
  branch = await Branch.open();
});
afterEach(() => branch.close());

const FLAGGED = 'amira-haddad';
const UNFLAGGED = 'jonas-berger';

const presentations = () => branch.lines.filter(({ event }) => event === 'token-present').length;
const states = () => branch.lines.filter(({ event }) => event === 'visit-state').map(({ to }) => to);

test('an offer ends when the machine falls asleep, nothing can be begun, and it is made anew on waking', async () => {
  const token = branch.token(FLAGGED);
  branch.present(token);
  const before = await branch.screen('offer');
  branch.kiosk.sleep();
  expect(branch.kiosk.runner.act('accept')).toMatchObject({ failure: { code: 'action-not-possible' } });
  expect(branch.kiosk.runner.snapshot().revision).toBeGreaterThan(before.revision);
  branch.pull(token);
  branch.present(token);
  expect(presentations()).toBe(1);

  await branch.kiosk.wake();
  await branch.screen('offer');
  expect(presentations()).toBe(2);
  expect(token.counters.pageWrites).toBe(0);
  must(branch.kiosk.runner.act('accept'));
  await branch.screen('done');
  expect((await readTokenOf(token)).report.indicator.state).toBe('clear');
});

test('a card that was changed for another while the machine slept is not taken for the first', async () => {
  const first = branch.token(FLAGGED);
  const second = branch.token(UNFLAGGED);
  branch.present(first);
  await branch.screen('offer');
  branch.kiosk.sleep();
  branch.pull(first);
  branch.present(second);
  await branch.kiosk.wake();
  await branch.until(({ screen }) => screen.screen === 'done' && screen.outcome === 'current', 'current');
  expect(first.counters.pageWrites).toBe(0);
});

test('a write that the machine fell asleep over is taken up when it wakes', async () => {
  const token = branch.token(FLAGGED);
  branch.present(token);
  await branch.screen('offer');
  token.token.arm({ type: 'delay', ms: 30, times: 1_000 });
  must(branch.kiosk.runner.act('accept'));
  await vi.waitUntil(() => token.counters.pageWrites > 0, { timeout: 30_000, interval: 5 });
  branch.kiosk.sleep();
  await branch.screen('removed');
  await branch.kiosk.wake();
  token.token.disarm();
  await branch.screen('done');
  expect((await readTokenOf(token)).report.indicator.state).toBe('clear');
});

test('sleeping and waking again and again leaves the kiosk at work, with one ear at its readers', async () => {
  for (let n = 0; n < 3; n++) branch.kiosk.sleep();
  await Promise.all([branch.kiosk.wake(), branch.kiosk.wake(), branch.kiosk.wake()]);
  const slept = branch.kiosk.wake();
  branch.kiosk.sleep();
  await slept;
  const token = branch.token(FLAGGED);
  branch.present(token);
  expect(presentations()).toBe(0);
  await branch.kiosk.wake();
  await branch.screen('offer');
  expect(presentations()).toBe(1);
  expect(states()).toEqual(['reading', 'deciding', 'offer']);
});

test('a kiosk that is left while it wakes stays left', async () => {
  const waking = branch.kiosk.wake();
  await branch.stopKiosk();
  await waking;
  expect(presentations()).toBe(0);
});
