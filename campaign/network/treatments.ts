import type { Socket } from 'node:net';
import type { Random } from '../random.ts';
import { ANSWERS, chunked, HEAD_OK, JSON_TYPE, withoutLength } from './answers.ts';
import { type Meeting, pass, type Treatment } from './line.ts';

/** The kiosk's time limit for one call to the host, in milliseconds: enough for an honest one on a busy machine. */
export const CALL_MS = 2_000;
/** Longer than anybody waits. */
const FOR_EVER_MS = 3 * CALL_MS;
/** What an endless answer pours out at most, should nobody stop it. */
const POUR_BYTES = 64 * 1024 * 1024;

type Make = (random: Random) => Treatment;

const silence = async ({ kiosk, line }: Meeting): Promise<void> => {
  await line.pause(FOR_EVER_MS);
  kiosk.destroy();
};

/** The answer in pieces with pauses between them, from fast enough to far too slow. */
const dripping: Make = (random) => {
  const pieces = random.between(2, 40);
  const everyMs = random.between(1, 60);
  return async ({ kiosk, line, forward }) => {
    const answer = await forward();
    const size = Math.ceil(answer.length / pieces);
    for (let at = 0; at < answer.length && !kiosk.destroyed; at += size) {
      kiosk.write(answer.subarray(at, at + size));
      await line.pause(everyMs);
    }
  };
};

const latency: Make = (random) => {
  const [there, back] = [random.below(CALL_MS), random.below(CALL_MS)];
  return async ({ kiosk, line, forward }) => {
    await line.pause(there);
    const answer = await forward();
    await line.pause(back);
    kiosk.write(answer);
  };
};

/** `part` of the answer's bytes from its beginning, and then what `end` does. */
const cut =
  (rewrite: (answer: Buffer) => Buffer, part: number, end: (kiosk: Socket) => void): Treatment =>
  async ({ kiosk, forward }) => {
    const answer = rewrite(await forward());
    const bodyAt = answer.indexOf('\r\n\r\n') + 4;
    const sent = answer.subarray(0, bodyAt + Math.floor((answer.length - bodyAt) * part));
    kiosk.write(sent, () => end(kiosk));
  };
const same = (answer: Buffer): Buffer => answer;
const finish = (kiosk: Socket) => void kiosk.end();
const reset = (kiosk: Socket) => void kiosk.resetAndDestroy();

/** When the socket takes more, or is gone. */
const room = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.on('drain', done).on('close', done);
  });

/** Pours `piece` over the kiosk as fast as it takes it, until it has had enough. */
const pouring =
  (head: string, piece: Buffer): Treatment =>
  async ({ kiosk }) => {
    kiosk.write(head);
    for (let poured = 0; !kiosk.destroyed && poured < POUR_BYTES; poured += piece.length)
      if (!kiosk.write(piece)) await room(kiosk);
    kiosk.destroy();
  };
const BLANKS = Buffer.alloc(64 * 1024, ' ');
const blankChunk = chunked(BLANKS);

/** The request reaches the host later, `ms` after it was sent; the kiosk has given it up by then. */
const delivered = ({ line, request }: Meeting, ms: number): void =>
  line.begin(
    (async () => {
      await line.pause(ms);
      await line.deliver(request);
    })(),
  );

const twice: Make = (random) => {
  const [second, takesSecond] = [random.below(200), random.chance(0.5)];
  return async ({ kiosk, line, request }) => {
    const again = line.pause(second).then(() => line.deliver(request));
    const [first, other] = await Promise.all([line.deliver(request), again]);
    kiosk.write(takesSecond ? other : first);
  };
};

const instead = (answer: string | Buffer): Treatment => {
  return async ({ kiosk }) => {
    kiosk.end(answer);
  };
};

/** All that a line may do to one request and its answer; each is made anew for each request. */
export const TREATMENTS: Readonly<Record<string, Make>> = {
  latency,
  dripping,
  refused: (random) => {
    const ms = random.between(50, 1500);
    return async ({ line }) => line.begin(line.interrupt(ms));
  },
  'reset-before-the-host':
    () =>
    async ({ kiosk }) =>
      void kiosk.resetAndDestroy(),
  'reset-behind-the-host': () => async (meeting) => {
    await meeting.forward();
    reset(meeting.kiosk);
  },
  'reset-in-the-answer': (random) => cut(same, random.below(1000) / 1000, reset),
  'request-swallowed': () => silence,
  'answer-swallowed': () => async (meeting) => {
    await meeting.forward();
    await silence(meeting);
  },
  'end-swallowed': () => async (meeting) => {
    meeting.kiosk.write(withoutLength(await meeting.forward()));
    await silence(meeting);
  },
  'body-cut': (random) => cut(same, random.below(1000) / 1000, finish),
  'body-stalls': (random) => {
    const stall = cut(same, random.below(1000) / 1000, () => undefined);
    return async (meeting) => {
      await stall(meeting);
      await silence(meeting);
    };
  },
  'chunk-cut': (random) => cut((answer) => withoutLength(answer, true), random.below(999) / 1000, finish),
  'cut-unnoticed': (random) => cut((answer) => withoutLength(answer), random.below(999) / 1000, finish),
  'endless-of-4-GiB': () => pouring(`${HEAD_OK}${JSON_TYPE}content-length: 4294967296\r\n\r\n`, BLANKS),
  'endless-chunks': () => pouring(`${HEAD_OK}${JSON_TYPE}transfer-encoding: chunked\r\n\r\n`, blankChunk),
  endless: () => pouring(`${HEAD_OK}${JSON_TYPE}connection: close\r\n\r\n`, BLANKS),
  'endless-head': () => pouring(HEAD_OK, Buffer.from('x-more: of it\r\n'.repeat(1000))),
  'endless-continue': () => pouring('', Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(1000))),
  garbage: (random) => instead(Buffer.from(random.bytes(random.between(1, 4000)))),
  'other-answer': (random) => instead(random.pick(ANSWERS)),
  'request-twice': twice,
  'request-late': (random) => {
    const ms = random.between(0, 4000);
    return async (meeting) => {
      delivered(meeting, ms);
      reset(meeting.kiosk);
    };
  },
  'request-again-late': (random) => {
    const times = Array.from({ length: random.between(1, 3) }, () => random.between(0, 4000));
    return async (meeting) => {
      for (const ms of times) delivered(meeting, ms);
      await pass(meeting);
    };
  },
};
