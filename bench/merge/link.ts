import { readToken } from '../../src/main/card/read.ts';
import { writeImage } from '../../src/main/card/write.ts';
import { signImage } from '../../src/shared/image/envelope.ts';
import type { CardImage, Cell, Transaction } from '../../src/shared/image/model.ts';
import { must } from '../../src/shared/testing/results.ts';
import { IDENTITY, noise } from '../card/images.ts';
import { MeteredToken } from '../card/metered.ts';

const SIGNER = { keyId: 'bench', secretKey: new Uint8Array(32).fill(5) };
const LISTED = 32;
const CELLS = 24;
/** Terminals and programmes as a customer meets them, their names of different lengths. */
const SHOPS = [
  ['MKT-0017', 'MARKET'],
  ['CAF-3', 'CAFE'],
  ['BUS-0442', 'TRANSIT'],
  ['LIB-09', 'LIBRARY'],
  ['POOL-1', 'POOL'],
] as const;
const UPDATE_BINARY = 0xd6;

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

interface Content {
  readonly sequence: number;
  /** Cells whose payload is another one than in the first image. */
  readonly changed: readonly number[];
  /** Transactions since the first image, of which the list has the latest. */
  readonly booked: number;
}

function signed({ sequence, changed, booked }: Content): Uint8Array {
  const transactions = Array.from({ length: LISTED }, (_, n): Transaction => {
    const nth = booked + n;
    const [terminal, programme] = SHOPS[(nth * 7) % SHOPS.length] ?? SHOPS[0];
    const at = 1_790_000_000 + 40_000 * nth;
    return { terminal, counter: 900 + 31 * nth, at, programme, action: 'earn', amount: (nth * 37) % 500 };
  });
  const image: CardImage = {
    format: 1,
    tokenId: IDENTITY.tokenId,
    accountRef: 'ACC-1',
    issuer: IDENTITY.issuer,
    generation: 1,
    sequence,
    capturedAt: 1_790_000_000 + sequence * 86_400,
    source: 'composed',
    basedOn: hex(noise(32, 1000 + sequence)),
    watermark: { 'MKT-0017': 5000 + booked },
    cells: [
      ...Array.from({ length: CELLS }, (_, n): Cell => {
        const bytes = noise(240, n);
        if (changed.includes(n)) bytes.set(noise(12, sequence * 100 + n), 100);
        const programme = `A${String(n).padStart(2, '0')}`;
        return { programme, owner: 'Bench', kind: 'opaque', code: 200, version: 1, payload: { bytes } };
      }),
      {
        programme: 'MARKET',
        owner: 'Bench',
        kind: 'points',
        version: 1,
        payload: { balance: 5000 + 3 * booked },
      },
    ],
    transactions,
  };
  return signImage(image, SIGNER);
}

const every = (step: number): number[] =>
  Array.from({ length: CELLS }, (_, n) => n).filter((n) => n % step === 0);

/** What the first device's image has that the copy in the second one's slot has not. */
export const CASES = {
  'head-only': { sequence: 3, changed: [], booked: 0 },
  'one-cell': { sequence: 3, changed: [7], booked: 0 },
  'ten-transactions': { sequence: 3, changed: [], booked: 10 },
  'scattered-cells': { sequence: 3, changed: every(2), booked: 10 },
  'every-cell': { sequence: 3, changed: every(1), booked: 40 },
} as const satisfies Readonly<Record<string, Content>>;

export interface Sent {
  /** Bytes of all UPDATE BINARY commands that filled the slot, headers included. */
  readonly onLink: number;
  /** Bytes at which the slot's content and the image differ. */
  readonly different: number;
  readonly image: number;
}

/** Brings a second device to the first one's image, its inactive slot holding the image of two sequences before. */
export async function synchronized(content: Content, known: boolean): Promise<Sent> {
  const before = signed({ sequence: 1, changed: [], booked: 0 });
  const token = new MeteredToken(IDENTITY, before, 'iso14443-106');
  const write = async (image: Uint8Array, imageSequence: number, inactiveContent: Uint8Array | null) => {
    const session = token.session();
    const reading = must(await readToken(session));
    const logIncluded = reading.logSequence;
    const job = { reading, image, imageSequence, logIncluded, servedRequestId: null, inactiveContent };
    must(await writeImage(session, job));
    return session.commands
      .filter((command) => command[1] === UPDATE_BINARY)
      .reduce((sum, command) => sum + command.length, 0);
  };
  await write(signed({ sequence: 2, changed: [], booked: 0 }), 2, null);
  const image = signed(content);
  const onLink = await write(image, content.sequence, known ? before : null);
  const different = image.reduce((sum, byte, n) => sum + (byte === before[n] ? 0 : 1), 0);
  return { onLink, different, image: image.length };
}
