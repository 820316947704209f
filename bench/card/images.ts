import { signImage } from '../../src/shared/image/envelope.ts';
import type { CardImage, Cell } from '../../src/shared/image/model.ts';
import type { TokenIdentity } from '../../src/shared/token/ef-token.ts';

export const IMAGE_BYTES = 8192;
export const CELL_BYTES = 64;

/** A token as the largest images need it, with 64-byte pages. */
export const IDENTITY: TokenIdentity = {
  tokenId: '4821903377105264',
  issuer: 'BENCH',
  kind: 'card',
  generation: 1,
  validFrom: 1_735_689_600,
  validTo: 1_924_991_999,
  slotSize: IMAGE_BYTES,
  slots: 2,
  pageSize: 64,
  maxCommandData: 2048,
  maxResponseData: 2048,
  logRecords: 20,
};

/** Bytes without a pattern, the same ones for the same seed (xorshift32). */
export function noise(length: number, seed: number): Uint8Array<ArrayBuffer> {
  let x = (seed * 2_654_435_761) >>> 0 || 1;
  return Uint8Array.from({ length }, () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x = (x ^ (x << 5)) >>> 0;
    return x & 0xff;
  });
}

const SIGNER = { keyId: 'bench', secretKey: new Uint8Array(32).fill(5) };

const cell = (programme: string, bytes: Uint8Array<ArrayBuffer>): Cell => ({
  programme,
  owner: 'Bench',
  kind: 'opaque',
  code: 200,
  version: 1,
  payload: { bytes },
});

function signed(sequence: number, changing: Uint8Array<ArrayBuffer>, filler: number): Uint8Array {
  const image: CardImage = {
    format: 1,
    tokenId: IDENTITY.tokenId,
    accountRef: 'ACC-1',
    issuer: IDENTITY.issuer,
    generation: 1,
    sequence,
    capturedAt: 1_790_000_000 + sequence * 86_400,
    source: 'composed',
    // Each image names another one that it was made from, as the image server's do.
    basedOn: Array.from(noise(32, 1000 + sequence), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    watermark: { 'MKT-0017': 5000 },
    cells: [
      ...Array.from({ length: 20 }, (_, i) => cell(`A${i}`, noise(150, i))),
      cell('CHANGING', changing),
      cell('FILLER', noise(filler, 99)),
    ],
    transactions: [],
  };
  return signImage(image, SIGNER);
}

/**
 * A signed image of exactly 8 KiB with one cell of 64 bytes; between two sequences that cell differs and,
 * as in every new image, sequence, time, `basedOn` and signature.
 */
export function signedImage(sequence: number): Uint8Array {
  const changing = noise(CELL_BYTES, 500 + sequence);
  const probe = signed(sequence, changing, 4000);
  const image = signed(sequence, changing, 4000 + IMAGE_BYTES - probe.length);
  if (image.length !== IMAGE_BYTES) throw new Error(`The image has ${image.length} bytes`);
  return image;
}
