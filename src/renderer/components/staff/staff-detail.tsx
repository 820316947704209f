import { useState } from 'react';
import type { Failure } from '../../../shared/contract/failure.ts';
import { useText } from '../../text/use-text.ts';
import './staff.css';

const EFFECTS = {
  none: 'screens.trouble.effectNone',
  unknown: 'screens.trouble.effectUnknown',
  changed: 'screens.trouble.effectChanged',
} as const;

/** What staff need to know about a failure, out of the customer's way; at the desk it is open. */
export function StaffDetail({ failure, desk }: { readonly failure: Failure; readonly desk: boolean }) {
  const { t } = useText();
  const [open, setOpen] = useState(desk);
  return (
    <div className="staff-detail">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t(open ? 'screens.trouble.hide' : 'screens.trouble.staff')}
      </button>
      {open ? (
        <div className="staff-text">
          <p>{t(`staff.${failure.code}`)}</p>
          <dl>
            <dt>{t('screens.trouble.code')}</dt>
            <dd>
              <bdi>{failure.code}</bdi>
            </dd>
            <dt>{t('screens.trouble.effect')}</dt>
            <dd>{t(EFFECTS[failure.tokenEffect])}</dd>
            {failure.detail === '' ? null : (
              <>
                <dt>{t('screens.trouble.detail')}</dt>
                <dd>
                  <bdi>{failure.detail}</bdi>
                </dd>
              </>
            )}
          </dl>
        </div>
      ) : null}
    </div>
  );
}
