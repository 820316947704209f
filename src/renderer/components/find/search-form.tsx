import { useEffect, useRef, useState } from 'react';
import { SEARCH_BY, type SearchBy } from '../../../shared/contract/transfer.ts';
import { useText } from '../../text/use-text.ts';
import { Icon } from '../icon.tsx';

interface SearchFormProps {
  readonly busy: boolean;
  readonly onSearch: (by: SearchBy, value: string) => void;
}

/** Printed numbers are read out and typed in groups of four. */
const cleaned = (by: SearchBy, value: string): string =>
  by === 'number' ? value.replaceAll(/\s/g, '') : value.trim();

/** By account or by printed number; Enter asks. */
export function SearchForm({ busy, onSearch }: SearchFormProps) {
  const { t } = useText();
  const field = useRef<HTMLInputElement>(null);
  const [by, setBy] = useState<SearchBy>('account');
  const [value, setValue] = useState('');
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      className="find-form"
      onSubmit={(event) => {
        event.preventDefault();
        const asked = cleaned(by, value);
        if (asked !== '' && !busy) onSearch(by, asked);
      }}
    >
      <fieldset className="choices">
        <legend className="unseen">{t('jobs.find.by')}</legend>
        {SEARCH_BY.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="search-by"
              checked={by === one}
              onChange={() => {
                setBy(one);
                field.current?.focus();
              }}
            />
            {t(`jobs.find.${one}`)}
          </label>
        ))}
      </fieldset>
      <div className="find-line">
        <input
          ref={field}
          type="text"
          dir="ltr"
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          inputMode={by === 'number' ? 'numeric' : 'text'}
          aria-label={t(`jobs.find.${by}Value`)}
          placeholder={t(`jobs.find.${by}Value`)}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        <button type="submit" className="button second" aria-disabled={busy}>
          <Icon name="find" />
          {t('jobs.find.find')}
        </button>
      </div>
    </form>
  );
}
