import { readFileSync } from 'node:fs';
import { fromHex, toHex } from '../../shared/image/bytes.ts';
import { type ImageSigner, signImage } from '../../shared/image/envelope.ts';
import type { CardImage } from '../../shared/image/model.ts';
import { createToken } from '../create/create-token.ts';
import { InProcessToken } from '../in-process.ts';
import type { TokenState } from '../memory/state.ts';
import type { TokenOptions } from '../token.ts';

const SIGNER: ImageSigner = { keyId: 'example', secretKey: new Uint8Array(32).fill(7) };

export const EXAMPLES = ['aurora-card', 'harbour-phone', 'linden-small-card', 'new-card'] as const;
export type Example = (typeof EXAMPLES)[number];

/** The example's description as its file has it. */
export const descriptionOf = (example: Example): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../../assets/tokens/${example}.json`, import.meta.url), 'utf8'));

export const sign = (image: CardImage): Uint8Array => signImage(image, SIGNER);

/** A fresh state of one of the tokens in assets/tokens, with some of its description replaced. */
export function stateOf(example: Example, over: Record<string, unknown> = {}): TokenState {
  const state = createToken({ ...descriptionOf(example), ...over }, sign);
  if (!state.ok) throw new Error(state.failure.detail);
  return state.value;
}

/** One of the tokens in assets/tokens, inserted, with its application selected unless told otherwise. */
export function insertedToken(
  example: Example,
  options: TokenOptions & { readonly selected?: boolean } = {},
): InProcessToken {
  const token = new InProcessToken(stateOf(example), options);
  token.token.insert();
  if (options.selected ?? true) send(token, '00a4040c08f052454341524401');
  return token;
}

/** Sends a command in hex (blanks allowed) and returns the response in hex, or why there is none. */
export function send(token: InProcessToken, command: string): string {
  const exchange = token.execute(fromHex(command.replaceAll(' ', '')));
  return exchange.kind === 'response' ? toHex(exchange.bytes) : exchange.kind;
}

/** The status word alone, in hex. */
export const statusOf = (token: InProcessToken, command: string): string => send(token, command).slice(-4);
