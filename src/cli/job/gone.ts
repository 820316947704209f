import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Customer, CustomerToken } from '../../shared/contract/transfer.ts';
import type { ReplaceWishes } from './wishes.ts';

/** Tokens that another one has taken the place of already cannot be the one that is gone. */
const PAST: readonly CustomerToken['status'][] = ['superseded', 'retired'];

const named = ({ kind, tokenId, status }: CustomerToken): string =>
  `${kind} ending ${tokenId.slice(-4)} (${status})`;

/**
 * The token of the customers found that is gone: the one that is named by its number or the end of it, or else the
 * only one there is. The failure says what to do instead.
 */
export function gone(
  customers: readonly Customer[],
  { token, number }: Pick<ReplaceWishes, 'token' | 'number'>,
): Result<CustomerToken, string> {
  const all = customers.flatMap(({ tokens }) => tokens);
  const end = token ?? number;
  const found =
    end === undefined
      ? all.filter(({ status }) => !PAST.includes(status))
      : all.filter(({ tokenId }) => tokenId.endsWith(end));
  const [only] = found;
  if (only !== undefined && found.length === 1) return ok(only);
  const which = end === undefined ? 'say which token is gone: --token LAST4' : `--token ${end}`;
  const there = (found.length === 0 ? all : found).map(named).join(', ') || 'none';
  return fail(`${which}; there is ${there}`);
}
