import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { CardImage } from '../../shared/image/model.ts';
import type { TokenIdentity } from '../../shared/token/ef-token.ts';
import type { TokenState } from '../memory/state.ts';
import { parseDescription, type TokenDescription } from './description.ts';
import { describedImage } from './image.ts';
import { personalise } from './personalise.ts';

const DAY = 86_400;
const dayStart = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / 1000);

/** What EF.TOKEN of the described token holds. */
export function identityOf(description: TokenDescription): TokenIdentity {
  const { tokenId, issuer, kind, generation, validFrom, validTo, memory } = description;
  return {
    tokenId,
    issuer,
    kind,
    generation,
    validFrom: dayStart(validFrom),
    validTo: dayStart(validTo) + DAY - 1,
    ...memory,
  };
}

/**
 * Makes a token from a description as JSON has it. `signImage` turns the image into the signed bytes that
 * its slot holds. Failures: `configuration-invalid` naming each wrong field, `image-too-large`.
 */
export function createToken(input: unknown, signImage: (image: CardImage) => Uint8Array): Result<TokenState> {
  const description = parseDescription(input);
  if (!description.ok) return description;
  const { value } = description;
  const identity = identityOf(value);
  if (identity.validTo < identity.validFrom)
    return fail(
      failure('configuration-invalid', "The token's description is wrong. validTo: it is before validFrom"),
    );
  const image = describedImage(value);
  if (!image.ok) return image;
  const signed = image.value && { sequence: image.value.sequence, bytes: signImage(image.value) };
  if (signed !== null && signed.bytes.length > identity.slotSize)
    return fail(
      failure(
        'image-too-large',
        `The signed image has ${signed.bytes.length} bytes, memory.slotSize is ${identity.slotSize}. Raise it or describe less.`,
      ),
    );
  return ok(personalise(identity, signed, value.log, value.indicator ?? null));
}
