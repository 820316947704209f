import { readToken } from '../src/main/card/read.ts';
import { readImage } from '../src/main/card/read-image.ts';
import { type WriteResult, writeImage } from '../src/main/card/write.ts';
import { must } from '../src/shared/testing/results.ts';
import { minimumRead, minimumWrite } from '../src/virtual-token/link/minimum.ts';
import { LINK_MODELS, type LinkName } from '../src/virtual-token/link/models.ts';
import { bookTransaction } from '../src/virtual-token/terminal/terminal.ts';
import { IDENTITY, IMAGE_BYTES, signedImage } from './card/images.ts';
import { MeteredToken } from './card/metered.ts';
import { type Figure, figure, type Measured } from './figures.ts';
import type { Suite } from './suite.ts';

const SUITE = 'card';
const LINKS: readonly LinkName[] = [
  'iso14443-106',
  'iso14443-212',
  'iso14443-424',
  'iso14443-848',
  't1-97-5.0',
  't0-97-5.0',
  't0-11-3.58',
];
const JUDGED: LinkName = 'iso14443-106';

const measured = (figureOf: Omit<Measured, 'suite'>): Figure => figure({ suite: SUITE, ...figureOf });
/** A case's name on a link; on the one that is judged it stands alone. */
const named = (name: string, link: LinkName): string => (link === JUDGED ? name : `${name} ${link}`);
/** A bar where it is set: on the link that is judged. */
const barOn = (link: LinkName, bar: number): { readonly bar?: number } => (link === JUDGED ? { bar } : {});

async function update(
  token: MeteredToken,
  image: Uint8Array,
  sequence: number,
  inactive: Uint8Array | null,
): Promise<WriteResult> {
  const session = token.session();
  const reading = must(await readToken(session));
  token.restart();
  return must(
    await writeImage(session, {
      reading,
      image,
      imageSequence: sequence,
      logIncluded: reading.logSequence,
      servedRequestId: null,
      inactiveContent: inactive,
    }),
  );
}

/** A token after an update that took in what its log held: the log is full, and all of it is known. */
async function nothingToDo(link: LinkName): Promise<readonly Figure[]> {
  const token = new MeteredToken(IDENTITY, signedImage(1), link);
  const earned = { terminal: 'MKT-0017', at: 1_790_000_000, programme: 'MARKET', action: 'earn', amount: 5 };
  for (let counter = 1; counter <= IDENTITY.logRecords; counter++)
    must(bookTransaction(token.token.token, { ...earned, action: 'earn', counter }));
  await update(token, signedImage(2), 2, null);
  const session = token.session();
  const before = { ...token.token.counters };
  must(await readToken(session));
  const { linkBytes, linkMicros } = token.token.counters;
  const of = (metric: string, value: number, unit: string, bar: { bar?: number } = {}): Figure =>
    measured({ case: named('nothing-to-do', link), metric, value, unit, better: 'lower', ...bar });
  return [
    of('apdus', session.commands.length, 'count', { bar: 4 }),
    of('bytes', linkBytes - before.linkBytes, 'bytes', { bar: 300 }),
    of('apdu-bytes', session.bytes(), 'bytes'),
    of('time', (linkMicros - before.linkMicros) / 1000, 'ms'),
  ];
}

async function writes(link: LinkName): Promise<readonly Figure[]> {
  const model = LINK_MODELS[link];
  const token = new MeteredToken(IDENTITY, signedImage(1), link);
  const full = await update(token, signedImage(2), 2, null);
  const fullWriting = token.writing;
  const fullChanging = token.changing;
  const fullAll = token.all;
  const cell = await update(token, signedImage(3), 3, signedImage(1));
  const of = (
    name: string,
    metric: string,
    value: number,
    unit: string,
    bar: { bar?: number } = {},
  ): Figure =>
    measured({
      case: named(name, link),
      metric,
      value,
      unit,
      better: metric === 'of-limit' ? 'higher' : 'lower',
      ...bar,
    });
  const limit = minimumWrite(model, IMAGE_BYTES, IDENTITY.pageSize);
  return [
    of('full-write', 'of-limit', limit / fullWriting, 'ratio', barOn(link, 0.95)),
    of('full-write', 'time', fullWriting / 1000, 'ms'),
    of('full-write', 'time-verified', fullAll / 1000, 'ms'),
    of('full-write', 'commands', full.commands, 'count'),
    of('one-cell', 'of-full-write', token.changing / fullChanging, 'ratio', barOn(link, 0.1)),
    of('one-cell', 'of-full-write-verified', token.all / fullAll, 'ratio'),
    of('one-cell', 'bytes-sent', cell.bytesSent, 'bytes'),
    of('one-cell', 'commands', cell.commands, 'count'),
  ];
}

/** The same full write on a token without extended length. */
async function shortWrite(link: LinkName): Promise<readonly Figure[]> {
  const identity = { ...IDENTITY, maxCommandData: 255, maxResponseData: 256 };
  const token = new MeteredToken(identity, signedImage(1), link);
  await update(token, signedImage(2), 2, null);
  const value = minimumWrite(LINK_MODELS[link], IMAGE_BYTES, IDENTITY.pageSize) / token.writing;
  return [
    measured({
      case: named('full-write-short', link),
      metric: 'of-limit',
      value,
      unit: 'ratio',
      better: 'higher',
    }),
  ];
}

async function reads(link: LinkName): Promise<readonly Figure[]> {
  const token = new MeteredToken(IDENTITY, signedImage(1), link);
  const session = token.session();
  const reading = must(await readToken(session));
  token.restart();
  must(await readImage(session, reading));
  const value = minimumRead(LINK_MODELS[link], IMAGE_BYTES) / token.all;
  return [
    measured({ case: named('full-read', link), metric: 'of-limit', value, unit: 'ratio', better: 'higher' }),
  ];
}

export const cardSuite: Suite = {
  name: SUITE,
  help: `Commands that Recard sends to a software token, timed by the link models (no waiting), against the
shortest sequence for the same job on the same model (src/virtual-token/link/minimum.ts).
nothing-to-do   of a visit that changes nothing: commands; bytes on the link, with what its protocol adds to
                the APDUs (the bars hold on every link); apdu-bytes without
full-write      of-limit: shortest time to write 8 KiB / time of all UPDATE BINARY sent; time-verified has
                everything: confirming the token, reading back, committing
full-write-short  the same without extended length, against the limit with it
one-cell        of-full-write: time of the commands that write and commit an 8 KiB image of which one cell
                of 64 bytes changed / the same for a full write; the inactive slot's content is known
full-read       of-limit: shortest time to read 8 KiB / time of all READ BINARY sent
Bars on times are set on ${JUDGED}; 64-byte pages of 3 ms; other links are for information.`,
  async run() {
    const figures: Figure[] = [];
    for (const link of LINKS)
      figures.push(
        ...(await nothingToDo(link)),
        ...(await writes(link)),
        ...(await shortWrite(link)),
        ...(await reads(link)),
      );
    return figures;
  },
};
