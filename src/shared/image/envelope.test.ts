import { createPublicKey, verify } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryImage } from '../testing/arbitrary-image.ts';
import { codeOf, must } from '../testing/results.ts';
import { SAMPLE } from '../testing/sample-image.ts';
import { concatBytes, fromHex, toHex } from './bytes.ts';
import { decodeSign1, encodeCbor, encodeSign1 } from './cbor.ts';
import { encodeImage } from './codec.ts';
import { acceptImage, digestOf, type Expected, type ImageSigner, openImage, signImage } from './envelope.ts';

const SIGNER: ImageSigner = { keyId: 'images-1', secretKey: new Uint8Array(32).fill(9) };
const PUBLIC = ed25519.getPublicKey(SIGNER.secretKey);
const KEYS = new Map([[SIGNER.keyId, PUBLIC]]);
const SIGNED = signImage(SAMPLE, SIGNER);

/** Header, unprotected header, payload and signature of a COSE_Sign1. */
const partsOf = (signed: Uint8Array) =>
  must(decodeSign1(signed)) as [Uint8Array, Map<number, number>, Uint8Array, Uint8Array];

test('every image that was signed opens again', () => {
  fc.assert(
    fc.property(arbitraryImage, (image) => {
      const signed = signImage(image, SIGNER);
      expect(must(openImage(signed, KEYS))).toEqual({ image, digest: digestOf(signed), keyId: 'images-1' });
    }),
    { numRuns: 50 },
  );
});

test("Node's own Ed25519 confirms the signature over RFC 9052's Sig_structure", () => {
  const [header, , payload, signature] = partsOf(SIGNED);
  // Built by hand: array of 4, text "Signature1", protected header, no external data, payload.
  const lengthOf = (bytes: Uint8Array) => Uint8Array.of(0x59, bytes.length >> 8, bytes.length & 0xff);
  expect(payload.length).toBeGreaterThan(255);
  const signedBytes = concatBytes(
    fromHex('846a5369676e617475726531'),
    Uint8Array.of(0x40 | header.length),
    header,
    fromHex('40'),
    lengthOf(payload),
    payload,
  );
  const key = createPublicKey({
    key: Buffer.concat([fromHex('302a300506032b6570032100'), PUBLIC]),
    format: 'der',
    type: 'spki',
  });
  expect(verify(null, signedBytes, key, signature)).toBe(true);
});

test('a flipped bit anywhere never opens', () => {
  const opened: number[] = [];
  const signed = signImage({ ...SAMPLE, cells: SAMPLE.cells.slice(2, 4), transactions: [] }, SIGNER);
  for (let bit = 0; bit < signed.length * 8; bit++) {
    const bytes = signed.slice();
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    if (openImage(bytes, KEYS).ok) opened.push(bit);
  }
  expect(opened).toEqual([]);
});

test('a signed image cut short anywhere is truncated', () => {
  for (let length = 0; length < SIGNED.length; length++)
    expect(codeOf(openImage(SIGNED.slice(0, length), KEYS)), `cut at ${length}`).toBe('image-truncated');
});

test('bytes behind a signed image are refused', () => {
  expect(codeOf(openImage(concatBytes(SIGNED, Uint8Array.of(0)), KEYS))).toBe('image-trailing-bytes');
});

test("another key's signature is wrong, and a key id that nobody trusts is unknown", () => {
  const forged = signImage(SAMPLE, { ...SIGNER, secretKey: new Uint8Array(32).fill(8) });
  expect(codeOf(openImage(forged, KEYS))).toBe('image-signature-wrong');
  expect(codeOf(openImage(signImage(SAMPLE, { ...SIGNER, keyId: 'other' }), KEYS))).toBe('image-key-unknown');
  expect(codeOf(openImage(SIGNED, new Map()))).toBe('image-key-unknown');
});

test('a COSE_Sign1 without its tag, with other parts or with unprotected headers is refused', () => {
  const [header, , payload, signature] = partsOf(SIGNED);
  const refused = ['image-malformed', 'image-not-deterministic'];
  const untagged = SIGNED.slice(1);
  expect(refused).toContain(codeOf(openImage(untagged, KEYS)));
  const retagged = SIGNED.slice();
  retagged[0] = 0xd1;
  for (const wrong of [
    retagged,
    encodeSign1([header, new Map(), payload]),
    encodeSign1([header, new Map([[4, 1]]), payload, signature]),
    encodeSign1([header, new Map(), payload, 1]),
    encodeCbor(1),
  ])
    expect(refused).toContain(codeOf(openImage(wrong, KEYS)));
});

test('an algorithm that is not EdDSA is refused', () => {
  const [, , payload, signature] = partsOf(SIGNED);
  const header = encodeCbor(
    new Map<number, number | Uint8Array>([
      [1, -7],
      [4, fromHex('696d616765732d31')],
    ]),
  );
  expect(codeOf(openImage(encodeSign1([header, new Map(), payload, signature]), KEYS))).toBe(
    'image-malformed',
  );
});

test('signed bytes that are no image are told from a wrong signature', () => {
  const header = partsOf(SIGNED)[0];
  const payload = encodeCbor(new Map([[1, 2]]));
  const structure = encodeCbor(['Signature1', header, new Uint8Array(0), payload]);
  const signature = ed25519.sign(structure, SIGNER.secretKey);
  const signed = encodeSign1([header, new Map(), payload, signature]);
  expect(codeOf(openImage(signed, KEYS))).toBe('image-version-unknown');
});

test('a digest is SHA-256 in hex', () => {
  expect(digestOf(fromHex('616263'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});

const EXPECTED: Expected = {
  tokenId: SAMPLE.tokenId,
  generation: 1,
  afterSequence: 6,
  digest: digestOf(SIGNED),
  capacity: 4096,
};

test('an image that is all that is expected is accepted', () => {
  expect(must(acceptImage(SIGNED, KEYS, EXPECTED)).image).toEqual(SAMPLE);
  expect(must(acceptImage(SIGNED, KEYS, { ...EXPECTED, afterSequence: undefined })).image).toEqual(SAMPLE);
  expect(must(acceptImage(SIGNED, KEYS, { ...EXPECTED, capacity: SIGNED.length })).image).toEqual(SAMPLE);
});

test.each<[string, Partial<Expected>]>([
  ['image-digest-wrong', { digest: '0'.repeat(64) }],
  ['image-token-wrong', { tokenId: '4821903377105265' }],
  ['image-generation-wrong', { generation: 2 }],
  ['image-generation-wrong', { generation: 0 }],
  ['image-sequence-old', { afterSequence: 7 }],
  ['image-sequence-old', { afterSequence: 8 }],
  ['image-too-large', { capacity: SIGNED.length - 1 }],
])('%s is the refusal of an image when %j is expected', (code, over) => {
  expect(codeOf(acceptImage(SIGNED, KEYS, { ...EXPECTED, ...over }))).toBe(code);
});

test('an image in clear is no signed image', () => {
  expect(codeOf(acceptImage(encodeImage(SAMPLE), KEYS, EXPECTED))).toBe('image-malformed');
  expect(toHex(SIGNED).slice(0, 4)).toBe('d284');
});
