import { failure } from '../../contract/failure.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { type ImageSigner, openPayload, signPayload, type TrustedKeys } from '../envelope.ts';
import { type MergeRules, MergeRulesSchema } from './rules.ts';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** external_aad of the signature (RFC 9052, 4.3): rules never pass for an image, nor an image for rules. */
const PURPOSE = ascii('recard merge rules');

/** The table of rules as JSON in COSE_Sign1 (RFC 9052, 4.2), so that a kiosk applies none but the host's. */
export const signRules = (rules: MergeRules, signer: ImageSigner): Uint8Array =>
  signPayload(ascii(JSON.stringify(MergeRulesSchema.parse(rules))), signer, PURPOSE);

/**
 * The rules whose signature holds. Failures: those of `openPayload`; `host-answer-malformed` for rules that this
 * version does not know, so that none is ever applied in part.
 */
export function openRules(signed: Uint8Array, keys: TrustedKeys): Result<MergeRules> {
  const opened = openPayload(signed, keys, PURPOSE);
  if (!opened.ok) return opened;
  let json: unknown;
  try {
    json = JSON.parse(String.fromCharCode(...opened.value.payload));
  } catch {
    return fail(failure('host-answer-malformed', 'merge rules: not JSON'));
  }
  const rules = MergeRulesSchema.safeParse(json);
  return rules.success
    ? ok(rules.data)
    : fail(failure('host-answer-malformed', `merge rules: ${rules.error.issues[0]?.message ?? ''}`));
}
