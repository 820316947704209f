import { isDeepStrictEqual } from 'node:util';
import { crc32 } from '../../src/shared/image/bytes.ts';
import type { FileDeclaration } from '../../src/shared/token/declaration.ts';
import { EF_COMMIT, selectCommit } from '../../src/shared/token/ef-commit.ts';
import { EF_LOG } from '../../src/shared/token/ef-log.ts';
import { EF_TOKEN } from '../../src/shared/token/ef-token.ts';
import type { Random } from '../random.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { Harmed, nothingToClose, type Surface, type Verdict } from './surface.ts';

/** Mutated bytes; mostly of the same length and with a CRC-32 that holds, which a reader looks at first. */
function mutateFile(random: Random, bytes: Uint8Array): Uint8Array {
  const mutated = mutateBytes(random, bytes);
  if (mutated.length !== bytes.length && random.chance(0.2)) return mutated;
  const fitted = bytes.slice();
  fitted.set(mutated.subarray(0, bytes.length));
  if (random.chance(0.9))
    new DataView(fitted.buffer).setUint32(fitted.length - 4, crc32(fitted.subarray(0, -4)));
  return fitted;
}

/** What was accepted can be written again and means the same. */
function check<T>({ name, decode, encode, vectors }: FileDeclaration<T>, random: Random): Verdict {
  const bytes = mutateFile(random, encode(random.pick(vectors).value));
  const decoded = decode(bytes);
  if (!decoded.ok) return 'refused';
  const again = decode(encode(decoded.value));
  if (!again.ok || !isDeepStrictEqual(again.value, decoded.value))
    throw new Harmed('wrong-answers', `${name} means something else when it is written again`);
  return 'accepted';
}

function checkBothRecords(random: Random): Verdict {
  const record = () => mutateFile(random, EF_COMMIT.encode(random.pick(EF_COMMIT.vectors).value));
  const [first, second] = [record(), record()];
  const state = selectCommit(first, second);
  if (!state.ok) return 'refused';
  const { current, currentRecord, previous } = state.value;
  const chosen = EF_COMMIT.decode(currentRecord === 1 ? first : second);
  if (!chosen.ok || !isDeepStrictEqual(chosen.value, current) || (previous?.sequence ?? 0) > current.sequence)
    throw new Harmed('wrong-answers', 'EF.COMMIT: not the newer whole record');
  return 'accepted';
}

/** The decoders of the token's declared files. */
export const efFiles: Surface = {
  name: 'ef-files',
  share: 330,
  open: async () => ({
    input: (random) =>
      random.pick([
        () => check(EF_TOKEN, random),
        () => check(EF_COMMIT, random),
        () => check(EF_LOG, random),
        () => checkBothRecords(random),
      ])(),
    close: nothingToClose,
  }),
};
