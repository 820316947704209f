import { afterEach, expect, test } from 'vitest';
import { Branch, type BranchOptions } from '../../main/testing/branch.ts';
import { device, imageOn } from '../../main/testing/devices.ts';
import { member, NEWER, OLDER, points } from '../../main/testing/job-desk.ts';
import { EXIT } from '../exit-codes.ts';
import { createOutput } from '../output.ts';
import { drainOutbox } from '../visit/drain.ts';
import { followLog } from '../visit/visit-log.ts';
import { followJob } from './follow.ts';
import { inTurns, type Turns } from './turns.ts';
import { type JobWishes, type ReplaceWishes, SUGGESTED } from './wishes.ts';

let branch: Branch;
let stopper: AbortController;
let turns: Turns | undefined;
afterEach(() => branch.close());

async function open(options: BranchOptions = {}): Promise<void> {
  branch = await Branch.open({ demo: false, mode: 'desk', readers: 2, ...options });
  stopper = new AbortController();
  turns = undefined;
}

const SYNC: JobWishes = { job: 'synchronize', replace: null, settlements: {}, preview: false };

/** Follows a job at the branch's kiosk; `asked` has what the person at the terminal was told and asked. */
function follow(wishes: JobWishes, over: { wait?: number; agree?: () => Promise<boolean> } = {}) {
  const asked: string[] = [];
  const { lastFailure, log } = followLog(() => {});
  for (const { event, ...facts } of branch.lines) log(event, facts);
  const ended = followJob({
    runner: branch.kiosk.runner,
    wishes,
    staff: null,
    wait: over.wait ?? 10,
    agree: (_signal, question) => {
      asked.push(question);
      return over.agree?.() ?? Promise.resolve(true);
    },
    missing: () => null,
    lastFailure,
    stopping: stopper.signal,
    output: createOutput(true, () => {}),
    say: (line) => asked.push(line),
    turn: (role) => turns?.turn(role),
  });
  return { asked, ended };
}

const pair = async () => ({ from: await device(branch, NEWER), to: await device(branch, OLDER) });

test('a token that is torn in mid-write is asked back, and the job goes on with it', async () => {
  await open();
  const { from, to } = await pair();
  to.token.arm({ type: 'tear', at: 'byte', nth: 90, leave: 'garbage' });
  const { asked, ended } = follow(SYNC);
  branch.present(from, 0);
  branch.present(to, 1);
  await branch.screen('removed');
  branch.present(to, 1);
  expect(await ended).toMatchObject({
    outcome: 'updated',
    exit: EXIT.done,
    receipt: { job: { kind: 'synchronize' } },
  });
  expect(asked).toContainEqual(expect.stringContaining('The write is not finished'));
  expect((await imageOn(branch, to)).cells).toEqual(NEWER.cells);
});

test('a write that an earlier run left open is finished first, then the job begins anew', async () => {
  await open();
  const { from, to } = await pair();
  to.token.arm({ type: 'tear', at: 'byte', nth: 90, leave: 'garbage' });
  const first = follow(SYNC, { wait: 1 });
  branch.present(from, 0);
  branch.present(to, 1);
  expect(await first.ended).toMatchObject({ outcome: 'interrupted', exit: EXIT.noToken });
  await branch.stopKiosk();
  branch.pull(from);
  branch.startKiosk((reader) => {
    turns = inTurns(reader, {});
    return turns.port;
  });
  expect(await drainOutbox(branch.kiosk.journal, 10_000, 0)).toBe(true);
  const { ended } = follow(SYNC);
  branch.present(from, 0);
  branch.present(to, 1);
  expect(await ended).toMatchObject({ outcome: 'updated', receipt: { job: { kind: 'synchronize' } } });
  expect((await imageOn(branch, to)).cells).toEqual(NEWER.cells);
});

test('what nobody agrees to is not written', async () => {
  await open();
  const { from, to } = await pair();
  const { asked, ended } = follow(SYNC, { agree: () => Promise.resolve(false) });
  branch.present(from, 0);
  branch.present(to, 1);
  expect(await ended).toMatchObject({
    outcome: 'declined',
    exit: EXIT.declined,
    facts: { job: 'synchronize', first: { lastFour: '7002' }, change: { rows: [{ delta: 85 }] } },
  });
  expect(asked).toContain('Write this?');
  expect(to.counters.pageWrites).toBe(0);
});

test('a token that comes twice is told from the other one, and who waits too long ends', async () => {
  await open({ readers: 1 });
  const { from } = await pair();
  const { asked, ended } = follow(SYNC, { wait: 2 });
  branch.present(from);
  await branch.until(({ screen }) => screen.screen === 'present' && screen.role === 'second');
  branch.pull(from);
  branch.present(from);
  expect(await ended).toMatchObject({
    outcome: 'interrupted',
    exit: EXIT.noToken,
    facts: { reason: 'no-token', first: { lastFour: '7002' }, second: null },
  });
  expect(asked.at(-1)).toMatch(/^That is the same token again\. Put the second token on the reader/);
});

test('stopping ends the job where it waits, and asks nobody any more', async () => {
  await open();
  const { asked, ended } = follow(SYNC);
  stopper.abort();
  expect(await ended).toMatchObject({ exit: EXIT.declined, facts: { reason: 'stopped' } });
  expect(asked).toEqual(['Put the first token on a reader within 10 s.']);
  expect(branch.kiosk.runner.snapshot().screen.screen).toBe('attract');
});

test('a self-service kiosk sends what is open to a desk, and settles nothing', async () => {
  await open({ mode: 'self-service' });
  const first = await device(branch, { ...NEWER, cells: [points(1085), member('Gold')] });
  const second = await device(branch, { ...OLDER, cells: [points(1000), member('Silver')] });
  const { ended } = follow({ ...SYNC, job: 'merge' });
  branch.present(first, 0);
  branch.present(second, 1);
  expect(await ended).toMatchObject({
    outcome: 'refused',
    exit: EXIT.refused,
    facts: { reason: 'settle-at-desk', reference: expect.stringMatching(/^M-/) },
  });
});

test('without the host nothing is written, and the code says so', async () => {
  await open();
  const { from } = await pair();
  await branch.stopServer();
  const { ended } = follow(SYNC);
  branch.present(from, 0);
  expect(await ended).toMatchObject({ outcome: 'failed', exit: EXIT.hostAway });
});

const replacing = (over: Partial<ReplaceWishes>): JobWishes => ({
  ...SYNC,
  job: 'replace',
  replace: { report: 'lost', backup: SUGGESTED, ...over },
});
const FRESH = { tokenId: '9280041200007003', generation: 2 };

test.each([
  ['an account that nobody has', { account: 'ACC-0' }, EXIT.refused, { reason: 'customer-unknown' }],
  ['a token that is not named', { account: 'ACC-7001' }, EXIT.usage, { reported: null }],
  ['a backup that is not there', { token: '7002', backup: 'b-0' }, EXIT.usage, { reported: 'lost' }],
])('a replacement with %s ends before anything is written', async (_, over, exit, facts) => {
  await open();
  await pair();
  const { ended } = follow(replacing({ account: 'ACC-7001', ...over }));
  expect(await ended).toMatchObject({ exit, facts });
});

test('the new token names its customer, the old one its number; what is reported stays so though nobody agrees to write', async () => {
  await open();
  await pair();
  const fresh = await device(branch, FRESH);
  const answers = [true, false];
  const first = follow(replacing({ token: '7002' }), { agree: async () => answers.shift() ?? false });
  branch.present(fresh, 0);
  expect(await first.ended).toMatchObject({ outcome: 'declined', facts: { reported: 'lost' } });
  expect(first.asked[0]).toBe('Put the new token on a reader: it names the customer.');
  branch.pull(fresh);
  const second = follow(replacing({ number: NEWER.tokenId }));
  await branch.screen('present');
  branch.present(fresh, 0);
  expect(await second.ended).toMatchObject({ outcome: 'updated', facts: { second: { lastFour: '7003' } } });
  expect(await imageOn(branch, fresh)).toMatchObject({ generation: 2, cells: NEWER.cells });
});
