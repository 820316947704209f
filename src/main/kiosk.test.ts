import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Screen } from '../shared/visit/snapshot.ts';
import type { FaultRequest } from '../virtual-token/faults/fault.ts';
import type { InProcessToken } from '../virtual-token/in-process.ts';
import { setIndicator } from '../virtual-token/terminal/terminal.ts';
import { sampleOutcome } from './journal/testing/samples.ts';
import type { ReaderPort, TokenSession } from './reader/port.ts';
import { Branch, must } from './testing/branch.ts';
import { imageOn } from './testing/devices.ts';
import { readTokenOf } from './testing/look.ts';

let branch: Branch;
beforeEach(async () => {
  branch = await Branch.open();
});
afterEach(() => branch.close());

const FLAGGED = 'amira-haddad';

/** Presents the flagged token and accepts what the kiosk offers. */
async function accept(token: InProcessToken): Promise<void> {
  branch.present(token);
  await branch.screen('offer');
  must(branch.kiosk.runner.act('accept'));
}

const done = async (): Promise<Extract<Screen, { screen: 'done' }>> => {
  const { screen } = await branch.screen('done');
  if (screen.screen !== 'done') throw new Error(screen.screen);
  return screen;
};

test('a flagged token leaves restored, and its next visit does nothing', async () => {
  const token = branch.token(FLAGGED);
  await accept(token);
  expect(await done()).toMatchObject({ outcome: 'updated', receipt: { requestCleared: true } });
  const { report } = await readTokenOf(token);
  expect(report.indicator.state).toBe('clear');
  await branch.until(
    ({ screen }) => screen.screen === 'done' && screen.receipt?.hostConfirmed === true,
    'confirmed',
  );
  branch.pull(token);
  await branch.until(({ screen }) => screen.screen === 'done' && !screen.tokenPresent, 'card taken');
  must(branch.kiosk.runner.act('finish'));
  const written = token.counters.pageWrites;
  branch.present(token);
  expect((await done()).outcome).toBe('current');
  expect(token.counters.pageWrites).toBe(written);
});

test('what was declined is not written, and can be asked for again', async () => {
  const token = branch.token(FLAGGED);
  branch.present(token);
  await branch.screen('offer');
  must(branch.kiosk.runner.act('decline'));
  expect((await done()).outcome).toBe('declined');
  expect(token.counters.pageWrites).toBe(0);
  branch.pull(token);
  await branch.screen('attract');
  await accept(token);
  expect((await done()).outcome).toBe('updated');
});

const CUTS: Readonly<Record<string, FaultRequest>> = {
  'before the first byte': { type: 'tear', at: 'byte', nth: 1, leave: 'old' },
  'in the middle of a page': { type: 'tear', at: 'byte', nth: 300, leave: 'garbage' },
  'in the commit record': { type: 'tear', at: 'byte', nth: 950, leave: 'garbage' },
};
for (const [where, fault] of Object.entries(CUTS))
  test(`a token that is pulled ${where} completes when it is put back`, async () => {
    const token = branch.token(FLAGGED);
    branch.present(token);
    await branch.screen('offer');
    token.token.arm(fault);
    must(branch.kiosk.runner.act('accept'));
    await branch.screen('removed');
    branch.present(token);
    expect((await done()).receipt).toMatchObject({ requestCleared: true });
    expect((await readTokenOf(token)).report.image?.sequence).toBe(7);
  });

test('a receipt calls an interrupted write confirmed only when the host heard how it ended', async () => {
  const token = branch.token(FLAGGED);
  branch.present(token);
  await branch.screen('offer');
  token.token.arm({ type: 'tear', at: 'byte', nth: 200, leave: 'old' });
  must(branch.kiosk.runner.act('accept'));
  await branch.screen('removed');
  branch.present(token);
  await branch.until(
    ({ screen }) => screen.screen === 'done' && screen.receipt?.hostConfirmed === true,
    'confirmed',
  );
  expect(must(branch.kiosk.journal.outboxCounts()).queued).toBe(0);
});

test('a token that comes and goes in mid-write is told of once, and its end under the next number', async () => {
  const token = branch.token(FLAGGED);
  branch.present(token);
  await branch.screen('offer');
  token.token.arm({ type: 'tear', at: 'byte', nth: 100, leave: 'garbage' });
  must(branch.kiosk.runner.act('accept'));
  for (let time = 0; time < 5; time++) {
    await branch.screen('removed');
    token.token.arm({ type: 'tear', at: 'byte', nth: 100, leave: 'garbage' });
    branch.present(token);
    await branch.screen('restoring');
  }
  await branch.screen('removed');
  branch.present(token);
  const { receipt } = await done();
  expect(receipt).toMatchObject({ requestCleared: true });
  await branch.until(({ screen }) => screen.screen === 'done' && screen.receipt?.hostConfirmed === true);
  const told = await branch.server.host?.store.db
    .selectFrom('outcomes')
    .select('revision')
    .where('visit_id', '=', receipt?.visitId ?? '')
    .orderBy('revision')
    .execute();
  expect(told).toEqual([{ revision: 1 }, { revision: 2 }]);
});

test('a commit whose answer was lost is settled by reading, without writing again', async () => {
  const token = branch.token(FLAGGED);
  branch.present(token);
  await branch.screen('offer');
  // SELECT, EF.TOKEN, EF.COMMIT, the writes, the read-back, EF.TOKEN, EF.COMMIT, then the commit itself.
  token.token.arm({ type: 'tear', at: 'byte', nth: 912 + 68, leave: 'new' });
  must(branch.kiosk.runner.act('accept'));
  await branch.screen('removed');
  const written = token.counters.pageWrites;
  branch.present(token);
  expect((await done()).receipt).toMatchObject({ bytesWritten: 0, requestCleared: true });
  expect(token.counters.pageWrites).toBe(written);
});

/** A token that left as its commit was acknowledged, and whose new image decayed while it was away. */
async function decayed() {
  const token = branch.token(FLAGGED);
  branch.present(token);
  await branch.screen('offer');
  token.token.arm({ type: 'tear', at: 'byte', nth: 912 + 68, leave: 'new' });
  must(branch.kiosk.runner.act('accept'));
  await branch.screen('removed');
  const [intent] = must(branch.kiosk.journal.openIntents());
  const at = Buffer.from(token.token.memory.bytes).indexOf(intent?.image ?? '-');
  expect(at).toBeGreaterThan(0);
  token.token.memory.bytes.set([0xff, 0xff, 0xff], at + 200);
  return { token, visitId: intent?.visitId ?? '' };
}

test('a commit whose image decayed before it could be settled is written anew, and nothing else is called done', async () => {
  const { token } = await decayed();
  branch.present(token);
  const { receipt } = await done();
  expect(receipt?.bytesWritten).toBeGreaterThan(0);
  expect(receipt?.requestCleared).toBe(true);
  expect(await imageOn(branch, token)).toMatchObject({ sequence: 7 });
});

test('one that does not take it anew is set aside after three times, told of once, and never called whole', async () => {
  const { token, visitId } = await decayed();
  token.token.arm({ type: 'answer', sw: '6581', ins: 'D6', times: 100_000 });
  const shown: string[] = [];
  for (let nth = 0; nth < 5; nth++) {
    branch.present(token);
    const { screen } = await branch.until(
      ({ screen }) => (screen.screen === 'trouble' || screen.screen === 'refused') && screen.tokenPresent,
      'the end of the visit',
    );
    shown.push(screen.screen === 'refused' ? screen.reason : screen.screen);
    branch.pull(token);
    await branch.until(({ screen }) => !('tokenPresent' in screen && screen.tokenPresent), 'pulled');
  }
  expect(shown).toEqual(['trouble', 'trouble', 'trouble', 'token-damaged', 'token-damaged']);
  expect(must(branch.kiosk.journal.tokenFailures(visitId))).toBe(3);
  expect(must(branch.kiosk.journal.lastOutcome(visitId))).toBe('set-aside');
  expect(must(branch.kiosk.journal.enqueueOutcome(visitId, sampleOutcome())).revision).toBe(6);
});

test('a kiosk that was restarted in mid-write goes on with the token that it meets again', async () => {
  const token = branch.token(FLAGGED);
  branch.present(token);
  await branch.screen('offer');
  token.token.arm({ type: 'tear', at: 'byte', nth: 200, leave: 'garbage' });
  must(branch.kiosk.runner.act('accept'));
  await branch.screen('removed');
  await branch.stopKiosk();
  branch.startKiosk();
  branch.present(token);
  const { receipt } = await done();
  expect(receipt).toMatchObject({ requestCleared: true });
  expect(receipt?.change.rows.find((row) => row.kind === 'points')?.delta).toBe(170);
});

test('while the host is away an interrupted write is completed, and the host is told when it is back', async () => {
  const token = branch.token(FLAGGED);
  branch.present(token);
  await branch.screen('offer');
  token.token.arm({ type: 'tear', at: 'byte', nth: 300, leave: 'garbage' });
  must(branch.kiosk.runner.act('accept'));
  await branch.screen('removed');
  await branch.stopServer();
  branch.present(token);
  expect((await done()).receipt).toMatchObject({ requestCleared: true, hostConfirmed: false });
  expect((await readTokenOf(token)).report.image?.sequence).toBe(7);
  await branch.startServer();
  await branch.until(
    ({ screen }) => screen.screen === 'done' && screen.receipt?.hostConfirmed === true,
    'confirmed',
  );
  expect(must(branch.kiosk.journal.outboxCounts())).toEqual({ queued: 0, rejected: 0 });
});

test('a write that the token refuses each time is set aside with a number, and the token is as it was', async () => {
  const token = branch.token(FLAGGED);
  branch.present(token);
  await branch.screen('offer');
  const before = (await readTokenOf(token)).report.image;
  // ISO 7816-4: memory failure, for each UPDATE BINARY of the visits to come.
  token.token.arm({ type: 'answer', sw: '6581', ins: 'D6', times: 1_000 });
  must(branch.kiosk.runner.act('accept'));
  for (let presentation = 1; presentation <= 3; presentation++) {
    await branch.screen('trouble');
    branch.pull(token);
    await branch.screen('trouble');
    branch.present(token);
  }
  const { screen } = await branch.screen('refused');
  expect(screen).toMatchObject({ reason: 'set-aside', reference: expect.stringMatching(/^R-[0-9A-F]{8}$/) });
  token.token.disarm();
  expect((await readTokenOf(token)).report.image).toEqual(before);
  expect(must(branch.kiosk.journal.openIntents())).toEqual([]);
});

test('another token in place of the interrupted one is told so, and is not written', async () => {
  const token = branch.token(FLAGGED);
  branch.present(token);
  await branch.screen('offer');
  token.token.arm({ type: 'tear', at: 'byte', nth: 200, leave: 'old' });
  must(branch.kiosk.runner.act('accept'));
  await branch.screen('removed');
  const other = branch.token('deniz-yilmaz');
  branch.present(other);
  await branch.until(({ screen }) => screen.screen === 'removed' && screen.wrongToken, 'wrong token');
  expect(other.counters.pageWrites).toBe(0);
});

test('while the host is away a token can be looked at, and it is served when the host is back', async () => {
  const flagged = branch.token(FLAGGED);
  await branch.stopServer();
  branch.present(flagged);
  await branch.until(
    ({ screen }) => screen.screen === 'offline' && screen.token !== null,
    'offline with a card',
  );
  must(branch.kiosk.runner.act('show-content'));
  const { screen } = await branch.until(
    ({ screen }) => screen.screen === 'offline' && screen.content !== null,
    'content',
  );
  expect(screen).toMatchObject({
    content: expect.arrayContaining([expect.objectContaining({ programme: 'HARBOUR' })]),
  });
  await branch.startServer();
  await branch.screen('offer');
});

test('what a token carried while the host was away is kept for the host, once, and told after what came before', async () => {
  const token = branch.token(FLAGGED);
  await branch.stopServer();
  let digest: string | undefined;
  let tokenId = '';
  for (let time = 0; time < 2; time++) {
    branch.present(token);
    await branch.until(({ screen }) => screen.screen === 'offline' && screen.token !== null, 'offline');
    must(branch.kiosk.runner.act('show-content'));
    await branch.until(({ screen }) => screen.screen === 'offline' && screen.content !== null, 'content');
    const { report } = await readTokenOf(token);
    ({ tokenId } = report);
    digest = report.image?.digest;
    branch.pull(token);
    await branch.until(
      ({ screen }) => screen.screen === 'offline' && screen.token === null,
      'the token gone',
    );
  }
  const kept = branch.lines.filter(({ event }) => event === 'backup-kept');
  expect(kept).toHaveLength(1);
  expect(must(branch.kiosk.journal.outboxCounts())).toEqual({ queued: 3, rejected: 0 });
  await branch.startServer();
  await vi.waitFor(
    () => expect(must(branch.kiosk.journal.outboxCounts())).toEqual({ queued: 0, rejected: 0 }),
    30_000,
  );
  const authorization = `Bearer ${await branch.server.credential('admin', 'test')}`;
  const told = await fetch(`${branch.server.url}/v1/tokens/${tokenId}`, { headers: { authorization } });
  expect(await told.json()).toMatchObject({
    backups: expect.arrayContaining([expect.objectContaining({ digest, verified: true })]),
  });
});

test('a refused token keeps every byte, and the screen has a reference', async () => {
  const token = branch.token('olga-petrenko');
  branch.present(token);
  const { screen } = await branch.screen('refused');
  expect(screen).toMatchObject({ reason: 'hotlisted', reference: expect.any(String) });
  expect(token.counters.pageWrites).toBe(0);
});

test('a newer request that arrives during the offer survives the update', async () => {
  const token = branch.token(FLAGGED);
  branch.present(token);
  await branch.screen('offer');
  must(
    setIndicator(token.token, {
      state: 'requested',
      requestId: '00000000000000ff',
      reason: 'correction',
      requestedAt: 1_900_000_000,
    }),
  );
  must(branch.kiosk.runner.act('accept'));
  expect((await done()).receipt).toMatchObject({ requestCleared: false });
  expect((await readTokenOf(token)).report.indicator).toMatchObject({
    state: 'requested',
    requestId: '00000000000000ff',
  });
});

/** A reader whose sessions break, as a bug would, when they are to be given back. */
const breaking = (reader: ReaderPort): ReaderPort => ({
  start: () => reader.start(),
  stop: () => reader.stop(),
  subscribe: (listener) => reader.subscribe(listener),
  connect: async (name) => {
    const session = await reader.connect(name);
    if (!session.ok) return session;
    const { reader: at, atr, protocol } = session.value;
    const transmit: TokenSession['transmit'] = (...args) => session.value.transmit(...args);
    const disconnect = async (): Promise<void> => {
      await session.value.disconnect();
      throw new Error('a bug in giving the token back');
    };
    return { ok: true, value: { reader: at, atr, protocol, transmit, disconnect } };
  },
});

test('a bug in one visit is logged, and the next card is served', async () => {
  await branch.stopKiosk();
  branch.startKiosk(breaking);
  const lost = branch.token('olga-petrenko');
  branch.present(lost);
  await branch.screen('refused');
  branch.pull(lost);
  branch.present(branch.token(FLAGGED));
  await branch.screen('offer');
  expect(branch.lines.filter(({ event }) => event === 'bug')).toHaveLength(1);
});
