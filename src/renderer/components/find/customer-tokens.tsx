import type { Customer, CustomerToken } from '../../../shared/contract/transfer.ts';
import { tokenWords } from '../../text/token-words.ts';
import { useText } from '../../text/use-text.ts';
import { MiniCard } from '../stage/card-face.tsx';

interface CustomerTokensProps {
  readonly customer: Customer;
  readonly chosen: string | null;
  readonly onChoose: (token: CustomerToken) => void;
}

/** One customer with the cards and phones of the account, masked; one of them is to be replaced. */
export function CustomerTokens({ customer, chosen, onChoose }: CustomerTokensProps) {
  const text = useText();
  const { t, format } = text;
  return (
    <section className="customer">
      <h2>
        <bdi>{customer.holder}</bdi>
        <small>{t('jobs.find.ending', { last: customer.accountRef.slice(-4) })}</small>
      </h2>
      <fieldset>
        <legend className="unseen">{t('jobs.find.choose')}</legend>
        {customer.tokens.map((token) => {
          const { tokenId, kind, status, reportedAt, hotlisted } = token;
          const since = reportedAt === null ? [] : [format.moment(Date.parse(reportedAt))];
          return (
            <label key={tokenId} className="option" data-status={status}>
              <input
                type="radio"
                name="token"
                checked={tokenId === chosen}
                onChange={() => onChoose(token)}
              />
              <MiniCard kind={kind} />
              <span>
                <b>{tokenWords({ kind, lastFour: tokenId.slice(-4) }, text)}</b>
                <small>{[t(`jobs.find.status.${status}`), ...since].join(' · ')}</small>
              </span>
              {hotlisted ? <span className="pill stop">{t('jobs.find.stopped')}</span> : null}
            </label>
          );
        })}
      </fieldset>
    </section>
  );
}
