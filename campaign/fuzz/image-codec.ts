import { ed25519 } from '@noble/curves/ed25519.js';
import { equalBytes } from '../../src/shared/image/bytes.ts';
import { type CborValue, decodeCbor, encodeCbor } from '../../src/shared/image/cbor.ts';
import { decodeImage, encodeImage } from '../../src/shared/image/codec.ts';
import { openImage, signPayload } from '../../src/shared/image/envelope.ts';
import { SAMPLE } from '../../src/shared/testing/sample-image.ts';
import type { Random } from '../random.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { Harmed, nothingToClose, type Surface, type Verdict } from './surface.ts';

const SIGNER = { keyId: 'fuzz', secretKey: new Uint8Array(32).fill(3) };
const KEYS = new Map([[SIGNER.keyId, ed25519.getPublicKey(SIGNER.secretKey)]]);
const IMAGE = encodeImage(SAMPLE);
const SIGNED = signPayload(IMAGE, SIGNER);

/** The value inside `bytes` with one of its numbers, texts or lists changed, encoded as the codec does. */
function mutateValue(random: Random, value: CborValue): CborValue {
  if (Array.isArray(value) && value.length > 0) {
    const at = random.below(value.length);
    if (random.chance(0.15)) return random.chance(0.5) ? value.toSpliced(at, 1) : [...value, value[at]];
    return value.with(at, mutateValue(random, value[at]));
  }
  if (value instanceof Map && value.size > 0) {
    const key = random.pick([...value.keys()]);
    const copy = new Map(value);
    if (random.chance(0.2)) copy.delete(key);
    else copy.set(random.chance(0.1) ? random.below(40) : key, mutateValue(random, value.get(key)));
    return copy;
  }
  if (value instanceof Uint8Array) return mutateBytes(random, value);
  return random.pick<CborValue>([
    random.bits(),
    -1 - random.below(1000),
    Number.MAX_SAFE_INTEGER,
    'x'.repeat(random.below(200)),
    '',
    true,
    [],
    new Map(),
    random.bytes(random.below(40)),
  ]);
}

function someInput(random: Random): Uint8Array {
  if (random.chance(0.5)) return mutateBytes(random, IMAGE);
  const decoded = decodeCbor(IMAGE);
  if (!decoded.ok) throw new Error('the sample is an image');
  return encodeCbor(mutateValue(random, decoded.value as CborValue));
}

/** What was accepted is what its own encoding says, byte for byte: two images never share a digest. */
function checkDecoded(bytes: Uint8Array): Verdict {
  const decoded = decodeImage(bytes);
  if (!decoded.ok) return 'refused';
  if (!equalBytes(encodeImage(decoded.value), bytes))
    throw new Harmed('wrong-answers', 'an image was accepted whose encoding is another one');
  return 'accepted';
}

function checkOpened(random: Random): Verdict {
  const payload = random.chance(0.5);
  const signed = payload ? signPayload(someInput(random), SIGNER) : mutateBytes(random, SIGNED);
  const opened = openImage(signed, KEYS);
  if (!opened.ok) return 'refused';
  if (!payload && !equalBytes(signed, SIGNED))
    throw new Harmed('wrong-answers', 'a signature was accepted that nobody made');
  return 'accepted';
}

/** Images and their envelope, mutated as bytes and as values that are encoded and signed again. */
export const imageCodec: Surface = {
  name: 'image-codec',
  share: 400,
  open: async () => ({
    input: (random) => (random.chance(0.02) ? checkOpened(random) : checkDecoded(someInput(random))),
    close: nothingToClose,
  }),
};
