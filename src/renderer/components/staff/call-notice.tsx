import { useText } from '../../text/use-text.ts';
import { Dialog } from '../controls/dialog.tsx';
import type { StaffCall } from './use-staff.ts';

/** Says whether staff were reached, and by which number they know this kiosk's visit. */
export function CallNotice({ call, onClose }: { readonly call: StaffCall; readonly onClose: () => void }) {
  const { t } = useText();
  return call.ok ? (
    <Dialog title={t('common.call.title')} onClose={onClose}>
      <p>{t('common.call.lead', { reference: call.value.reference })}</p>
    </Dialog>
  ) : (
    <Dialog title={t('common.call.failedTitle')} onClose={onClose}>
      <p>{t('common.call.failedLead')}</p>
    </Dialog>
  );
}
