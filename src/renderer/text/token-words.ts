import type { TokenName } from '../../shared/visit/snapshot.ts';
import type { Text } from './use-text.ts';

/** A token by its kind and its last four digits. */
export const tokenWords = ({ kind, lastFour }: TokenName, { t }: Text): string =>
  t(kind === 'phone' ? 'common.name.phone' : 'common.name.card', { last: lastFour });
