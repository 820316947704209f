import { isMissing, REPORTS, type ReportKind } from '../../../shared/contract/transfer.ts';
import { useText } from '../../text/use-text.ts';
import { Icon } from '../icon.tsx';

interface ReportFormProps {
  readonly chosen: ReportKind | null;
  readonly onChoose: (report: ReportKind) => void;
}

/** What happened to the old one, and what saying so does. */
export function ReportForm({ chosen, onChoose }: ReportFormProps) {
  const { t } = useText();
  return (
    <div className="report">
      <fieldset className="choices">
        <legend>{t('jobs.find.what')}</legend>
        {REPORTS.map((report) => (
          <label key={report}>
            <input type="radio" name="report" checked={report === chosen} onChange={() => onChoose(report)} />
            {t(`jobs.find.${report}`)}
          </label>
        ))}
      </fieldset>
      {chosen === null ? null : (
        <p className="report-effect" data-stops={isMissing(chosen)}>
          <Icon name={isMissing(chosen) ? 'lock' : 'clock'} />
          {t(isMissing(chosen) ? 'jobs.find.warning' : 'jobs.find.worksOn')}
        </p>
      )}
    </div>
  );
}
