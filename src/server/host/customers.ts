import { ok } from '../../shared/contract/result.ts';
import type { Customer, CustomerSearch, CustomerToken } from '../../shared/contract/transfer.ts';
import { CustomerTokenSchema } from '../../shared/contract/transfer.ts';
import { toInstant } from '../images/rows.ts';
import type { Trx } from '../store/store.ts';
import type { HostDeps } from './deps.ts';
import { type Outcome, refuse } from './refusal.ts';

/** Sixteen decimal digits, as they are printed: in fours, with blanks wherever people put them. */
const PRINTED = /^\d{16}$/;

async function tokensOfAccount(trx: Trx, accountRef: string): Promise<CustomerToken[]> {
  const rows = await trx
    .selectFrom('tokens')
    .leftJoin('hotlist', 'hotlist.token_id', 'tokens.token_id')
    .selectAll('tokens')
    .select('hotlist.listed_at')
    .where('account_ref', '=', accountRef)
    .orderBy('tokens.created_at')
    .orderBy('tokens.token_id')
    .limit(100)
    .execute();
  return rows.map((row) =>
    CustomerTokenSchema.parse({
      tokenId: row.token_id,
      kind: row.kind,
      issuer: row.issuer,
      generation: row.generation,
      status: row.status,
      reportedAt: row.reported_at === null ? null : toInstant(row.reported_at),
      hotlisted: row.listed_at !== null,
    }),
  );
}

async function accountOfNumber(trx: Trx, value: string): Promise<Outcome<string>> {
  const digits = value.replace(/\s/g, '');
  if (!PRINTED.test(digits))
    return refuse(
      'malformed',
      'number-malformed',
      'A printed number has sixteen digits. Check it on the card, in the app or on a receipt and enter it again.',
    );
  const row = await trx
    .selectFrom('tokens')
    .select('account_ref')
    .where('token_id', '=', digits)
    .executeTakeFirst();
  return row === undefined
    ? refuse(
        'not-found',
        'number-unknown',
        'No card or phone with this number is on file. Check the digits, or search by account reference.',
      )
    : ok(row.account_ref);
}

/** `POST /v1/customers/search`: whose account or token it is, with every token of the account. */
export async function searchCustomers(
  deps: HostDeps,
  { by, value }: CustomerSearch,
): Promise<Outcome<{ customers: Customer[] }>> {
  return await deps.store.transact(async (trx) => {
    const wanted = by === 'account' ? ok(value.trim()) : await accountOfNumber(trx, value);
    if (!wanted.ok) return wanted;
    const account = await trx
      .selectFrom('accounts')
      .selectAll()
      .where('account_ref', '=', wanted.value)
      .executeTakeFirst();
    if (account === undefined)
      return refuse(
        'not-found',
        'account-unknown',
        'No account has this reference. Check it, or search by the number that is printed on the card.',
      );
    const { account_ref: accountRef, holder } = account;
    return ok({ customers: [{ accountRef, holder, tokens: await tokensOfAccount(trx, accountRef) }] });
  });
}
