import { expect, test } from 'vitest';
import { type FailureCode, failure } from '../contract/failure.ts';
import type { Effect } from './effect.ts';
import type { VisitEvent } from './event.ts';
import { present } from './present.ts';
import { reduce } from './reduce.ts';
import { initialKiosk, type Kiosk, type OpenIntent, WAITS } from './state.ts';
import { digest, intent, noChange, report, update } from './testing.ts';

type Untimed = VisitEvent extends infer E ? (E extends VisitEvent ? Omit<E, 'at'> : never) : never;

/** Plays events one second apart and keeps what was asked for. */
function play(...events: Untimed[]): { kiosk: Kiosk; effects: Effect[]; last: string[]; screen: string } {
  let kiosk = initialKiosk(0);
  const effects: Effect[] = [];
  let last: string[] = [];
  events.forEach((event, index) => {
    const step = reduce(kiosk, { at: 1000 * (index + 1), ...event } as VisitEvent);
    kiosk = step.kiosk;
    last = step.effects.map((effect) => effect.type);
    effects.push(...step.effects);
  });
  return { kiosk, effects, last, screen: present(kiosk).screen };
}

const R = 'Reader 1';
const attached: Untimed = { type: 'reader-attached', reader: R };
const present1: Untimed = { type: 'token-present', reader: R, epoch: 1, visitId: 'v1' };
const absent1: Untimed = { type: 'token-absent', reader: R, epoch: 1 };
const present2: Untimed = { type: 'token-present', reader: R, epoch: 2, visitId: 'v2' };
const of1 = { epoch: 1, visitId: 'v1' } as const;
const read: Untimed = { type: 'token-read', ...of1, report: report(), intent: null };
const decided: Untimed = { type: 'decided', ...of1, decision: update };
const prepared: Untimed = { type: 'prepared', ...of1, change: noChange };
const act = (action: 'accept' | 'decline' | 'retry' | 'finish'): Untimed => ({
  type: 'act',
  action,
  visitId: 'v9',
});
const tick: Untimed = { type: 'tick', visitId: 'v7' };
const writtenFacts = { at: 7, bytesWritten: 300, imageBytes: 700, sequence: 5, requestCleared: true };
const written: Untimed = { type: 'written', ...of1, written: writtenFacts };
const toOffer = [attached, present1, read, decided, prepared];
const failedAt = (
  step: 'read' | 'write' | 'open-visit',
  code: FailureCode,
  of: { readonly epoch: number; readonly visitId: string } = of1,
): Untimed => ({
  type: 'step-failed',
  ...of,
  step,
  failure: failure(code),
});

test('an update goes from the reader to the receipt, and the card is given back', () => {
  const { screen, effects, kiosk } = play(...toOffer, act('accept'), written);
  expect(screen).toBe('done');
  expect(effects.map((e) => e.type)).toEqual(['read', 'open-visit', 'prepare', 'write', 'release']);
  expect(kiosk.visit).toMatchObject({
    outcome: 'updated',
    receipt: { requestCleared: true, hostConfirmed: false },
  });
});

test('a token with nothing to do is told so and nothing is written', () => {
  const current: Untimed = { type: 'decided', ...of1, decision: { decision: 'current', reason: 'current' } };
  const { screen, last } = play(attached, present1, read, current);
  expect(screen).toBe('done');
  expect(last).toEqual(['conclude', 'release']);
});

test('the host may ask for the image once, and the second time is its mistake', () => {
  const record: Untimed = {
    type: 'decided',
    ...of1,
    decision: { decision: 'record', reason: 'token-ahead' },
  };
  expect(play(attached, present1, read, record).last).toEqual(['record']);
  expect(play(attached, present1, read, record, record).screen).toBe('trouble');
});

test('a card that is pulled during the write is awaited, and its write goes on', () => {
  const pulled = play(...toOffer, act('accept'), absent1);
  expect(pulled.screen).toBe('removed');
  const again: Untimed = { type: 'token-read', epoch: 2, visitId: 'v2', report: report(), intent: intent() };
  const back = play(...toOffer, act('accept'), absent1, present2, again);
  expect(back.screen).toBe('restoring');
  expect(back.last).toEqual(['resume']);
});

test('a reader service that dies under a write interrupts the visit and does not give it up', () => {
  const { effects, screen } = play(...toOffer, act('accept'), failedAt('write', 'service-unavailable'));
  expect(screen).toBe('trouble');
  expect(effects).toContainEqual(expect.objectContaining({ type: 'conclude', outcome: 'interrupted' }));
});

test('a card whose memory fails is not asked to be put back while it lies there, but can be tried again', () => {
  const failed = [...toOffer, act('accept'), failedAt('write', 'token-memory-failed')];
  expect(play(...failed).screen).toBe('trouble');
  expect(play(...failed, act('retry')).last).toEqual(['read']);
  expect(play(...failed.slice(0, -1), absent1, failed.at(-1) ?? absent1).screen).toBe('removed');
});

const comesBack = [...toOffer, act('accept'), absent1, present2];
const readFails = (code: FailureCode): Untimed => failedAt('read', code, { epoch: 2, visitId: 'v2' });

test.each(['journal-unavailable', 'reader-busy', 'token-refused'] as const)(
  'a card that lies there and cannot be looked at for %s is not asked to be put back',
  (code) => {
    const failed = [...comesBack, readFails(code)];
    expect(play(...failed).screen).toBe('trouble');
    const again: Untimed = {
      type: 'token-read',
      epoch: 2,
      visitId: 'v9',
      report: report(),
      intent: intent(),
    };
    expect(play(...failed, act('retry')).last).toEqual(['read']);
    expect(play(...failed, act('retry'), again).last).toEqual(['resume']);
  },
);

test('a card that comes back to a damaged journal is not asked to be put back, and its write goes on another time', () => {
  const damaged = [...comesBack, readFails('journal-damaged')];
  expect(play(...damaged).kiosk.visit).toMatchObject({
    name: 'trouble',
    on: { visitId: 'v1', epoch: 2 },
    token: { lastFour: '4417' },
    failure: { tokenEffect: 'unknown' },
    tokenPresent: true,
  });
  const anew: Untimed[] = [
    { type: 'token-absent', reader: R, epoch: 2 },
    { type: 'token-present', reader: R, epoch: 3, visitId: 'v3' },
    { type: 'token-read', epoch: 3, visitId: 'v3', report: report(), intent: intent() },
  ];
  expect(play(...damaged, ...anew).last).toEqual(['resume']);
});

test('a card that falls silent when it comes back, or whose reader goes, is awaited once more; another kind of card is told apart', () => {
  const awaited = (code: FailureCode) => play(...comesBack, readFails(code)).kiosk.visit;
  for (const code of ['token-mute', 'service-unavailable', 'reader-missing'] as const)
    expect(awaited(code)).toMatchObject({ name: 'removed', wrongToken: false });
  expect(awaited('token-layout-unknown')).toMatchObject({ name: 'removed', wrongToken: true });
});

test('another card in place of the interrupted one is recognised', () => {
  const other = report({ tokenId: '1111111111111111' });
  const wrong: Untimed = { type: 'token-read', epoch: 2, visitId: 'v2', report: other, intent: null };
  const { kiosk } = play(...toOffer, act('accept'), absent1, present2, wrong);
  expect(kiosk.visit).toMatchObject({ name: 'removed', wrongToken: true });
});

test('another card that lies there until the interrupted one is waited for no more is served then', () => {
  const other = report({ tokenId: '1111111111111111' });
  const wrong: Untimed = { type: 'token-read', epoch: 2, visitId: 'v2', report: other, intent: null };
  const waiting = play(...toOffer, act('accept'), absent1, present2, wrong).kiosk;
  const { until } = waiting.visit as Extract<Kiosk['visit'], { name: 'removed' }>;
  const { kiosk, effects } = reduce(waiting, { ...tick, at: until } as VisitEvent);
  expect(kiosk.visit).toMatchObject({ name: 'reading', on: { epoch: 2, visitId: 'v7' }, resuming: null });
  expect(effects).toMatchObject([{ type: 'read', on: { epoch: 2 } }]);
  const absent2: Untimed = { type: 'token-absent', reader: R, epoch: 2 };
  const left = reduce(waiting, { ...absent2, at: until - 1 } as VisitEvent).kiosk;
  expect(reduce(left, { ...tick, at: until } as VisitEvent).kiosk.visit).toEqual({ name: 'ready' });
});

test('a finished image that another kiosk is writing over is not read back: the host is asked for the next one', () => {
  const indicator = { ...report().indicator, state: 'in-progress' as const, requestId: '00000000000000bb' };
  const image = { digest: digest('b'), sequence: 5, length: 700 };
  const over = report({ slots: 1, image, indicator });
  const { last } = play(attached, present1, { ...read, report: over, intent: intent() } as Untimed);
  expect(last).toEqual(['roll-back', 'open-visit']);
});

test('a write that was finished before the card left is only read back', () => {
  const finished = report({ image: { digest: digest('b'), sequence: 5, length: 700 } });
  const { last, screen } = play(attached, present1, {
    type: 'token-read',
    ...of1,
    report: finished,
    intent: intent(),
  });
  expect(last).toEqual(['settle']);
  expect(screen).toBe('verifying');
});

test('a card that another kiosk has written since is asked about anew', () => {
  const elsewhere = report({ image: { digest: digest('c'), sequence: 9, length: 700 } });
  const { last } = play(attached, present1, {
    type: 'token-read',
    ...of1,
    report: elsewhere,
    intent: intent(),
  });
  expect(last).toEqual(['roll-back', 'open-visit']);
});

test('an intent that is too old is not resumed without the host', () => {
  const asked = aged();
  expect(play(...asked).last).toEqual(['open-visit']);
  expect(play(...asked, decided).last).toEqual(['roll-back', 'prepare']);
  const current: Untimed = { ...decided, decision: { decision: 'current', reason: 'current' } } as Untimed;
  expect(play(...asked, current).last).toEqual(['roll-back', 'conclude', 'release']);
  // What another kiosk is at is not decided about, and what could not be decided stays open.
  const elsewhere = { decision: 'refuse', reason: 'open-elsewhere', reference: 'R-1' } as const;
  expect(play(...asked, { ...decided, decision: elsewhere } as Untimed).last).not.toContain('roll-back');
  expect(play(...asked, failedAt('open-visit', 'host-request-refused')).last).not.toContain('roll-back');
});

/** A token whose write was interrupted longer ago than is resumed without a word. */
const aged = (over: Partial<OpenIntent> = {}): Untimed[] => [
  attached,
  present1,
  {
    type: 'token-read',
    ...of1,
    report: report(),
    intent: intent({ openedAt: -WAITS.resume, ...over }),
  },
];

test('while the host is away an old intent is finished from the journal, but not that of a replacement', () => {
  const away = failedAt('open-visit', 'host-unreachable');
  const { kiosk, last } = play(...aged(), away);
  expect(last).toEqual(['conclude', 'resume']);
  expect(kiosk).toMatchObject({ online: false, visit: { name: 'writing', on: { visitId: 'v-earlier' } } });
  const replacement = play(...aged({ reason: 'replace' }), away);
  expect(replacement.screen).toBe('offline');
  expect(replacement.last).not.toContain('roll-back');
});

test('a commit that is confirmed as the card leaves counts as done', () => {
  const { kiosk, screen } = play(...toOffer, act('accept'), absent1, written);
  expect(screen).toBe('done');
  expect(kiosk.visit).toMatchObject({ tokenPresent: false });
});

test('answers for an earlier presentation change nothing', () => {
  const { kiosk } = play(attached, present1, absent1, present2, read);
  expect(kiosk.visit).toMatchObject({ name: 'reading', on: { epoch: 2 } });
});

test('a host that is away leads to the offline screen, and its return serves the waiting card', () => {
  const away = play(attached, present1, read, failedAt('open-visit', 'host-unreachable'));
  expect(away.screen).toBe('offline');
  const back: Untimed = { type: 'reachability', online: true, visitId: 'v3' };
  expect(play(attached, present1, read, failedAt('open-visit', 'host-unreachable'), back).last).toEqual([
    'read',
  ]);
});

test('a foreign card is refused in words and a damaged one gets a reference', () => {
  expect(play(attached, present1, failedAt('read', 'token-foreign')).kiosk.visit).toMatchObject({
    reason: 'token-foreign',
  });
  expect(play(attached, present1, failedAt('read', 'token-damaged')).kiosk.visit).toMatchObject({
    reference: 'v1',
  });
});

test('a reader that is missing for a moment at the start is not called missing', () => {
  expect(play(tick).screen).toBe('attract');
  expect(play(tick, tick, tick).screen).toBe('trouble');
});

test('a second card waits for its turn', () => {
  const other: Untimed = { type: 'token-present', reader: 'Reader 2', epoch: 2, visitId: 'v2' };
  const { effects } = play(
    attached,
    { type: 'reader-attached', reader: 'Reader 2' },
    present1,
    other,
    absent1,
  );
  expect(effects.filter((e) => e.type === 'read').map((e) => e.type === 'read' && e.on.epoch)).toEqual([
    1, 2,
  ]);
});

test('nobody answers the offer: the card keeps what it has', () => {
  const minutes = Array.from({ length: WAITS.offer / 1000 }, () => tick);
  expect(play(...toOffer, ...minutes).kiosk.visit).toMatchObject({ name: 'done', outcome: 'declined' });
});

test('a write that the token has not taken three times is set aside, with the number of its visit', () => {
  const tried = intent({ visitId: 'c0ffee01-0000', failures: 3 });
  const again: Untimed = { ...read, intent: tried } as Untimed;
  const { last, kiosk } = play(attached, present1, again);
  expect(last).toEqual(['set-aside', 'release']);
  expect(kiosk.visit).toMatchObject({ name: 'refused', reason: 'set-aside', reference: 'R-C0FFEE01' });
  const twice = intent({ failures: 2 });
  expect(play(attached, present1, { ...read, intent: twice } as Untimed).last).toEqual(['resume']);
});

test('a token that can no longer be read after it was torn is set aside, and nobody says that it works', () => {
  const torn = [attached, ...toOffer.slice(1), act('accept'), absent1];
  const back = { ...present2, epoch: 2 } as Untimed;
  const unreadable: Untimed = {
    type: 'step-failed',
    step: 'read',
    epoch: 2,
    visitId: 'v2',
    failure: failure('token-damaged'),
  };
  const { effects, kiosk } = play(...torn, back, unreadable);
  expect(kiosk.visit).toMatchObject({ name: 'refused', reason: 'token-damaged', token: { kind: 'card' } });
  expect(effects.at(-2)).toMatchObject({ type: 'conclude', visitId: 'v1', outcome: 'set-aside' });
});

test('the host is told now and then that the kiosk is at work, and not while it is not', () => {
  const seconds = (count: number) => Array.from({ length: count }, () => tick);
  const holds = ({ effects }: { effects: Effect[] }) => effects.filter(({ type }) => type === 'hold');
  expect(holds(play(attached, ...seconds(60)))).toEqual([]);
  const held = holds(play(...toOffer, ...seconds(60)));
  expect(held).toHaveLength(8);
  expect(held[0]).toEqual({ type: 'hold', visits: [{ visitId: 'v1', tokenId: report().tokenId }] });
});

test('a token that another kiosk is not done with is asked about again while it lies there', () => {
  const refused: Untimed = {
    type: 'decided',
    ...of1,
    decision: { decision: 'refuse', reason: 'open-elsewhere', reference: 'R-1' },
  };
  const waiting = Array.from({ length: WAITS.elsewhere / 1000 }, () => tick);
  const again = play(attached, present1, read, refused, ...waiting);
  expect(again.last).toEqual(['read']);
  expect(again.kiosk.visit).toMatchObject({ name: 'reading', on: { epoch: 1, visitId: 'v7' } });
  expect(play(attached, present1, read, refused, ...waiting.slice(1)).screen).toBe('refused');
  expect(play(attached, present1, read, refused, absent1, ...waiting).screen).toBe('attract');
});
