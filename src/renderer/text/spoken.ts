import type { TokenKind } from '../../shared/image/model.ts';
import { type TextKey, toResources } from './catalogue.ts';
import { phone } from './en/phone.ts';
import type { Text } from './use-text.ts';

type SaidOf<K> = K extends `phone.${infer Own}` ? Own & TextKey : never;
/** A text that is said in other words where the device is a phone. */
type OfPhones = SaidOf<TextKey>;

const OF_PHONES: ReadonlySet<string> = new Set(Object.keys(toResources(phone)));
const isOfPhones = (key: TextKey): key is OfPhones => OF_PHONES.has(key);

/** The same texts, speaking of the kind of device that lies there. */
export function spokenOf(kind: TokenKind, text: Text): Text {
  if (kind === 'card') return text;
  return { ...text, t: (key, values) => text.t(isOfPhones(key) ? `phone.${key}` : key, values) };
}
