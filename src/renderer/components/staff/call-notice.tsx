import { type Text, useText } from '../../text/use-text.ts';
import { Dialog } from '../controls/dialog.tsx';
import type { CallState } from './use-staff.ts';

/** Title and lead. */
function wordsOf(state: CallState, { t }: Text): readonly [string, string] {
  if (state === 'calling') return [t('common.call.calling'), t('common.call.callingLead')];
  const { call } = state;
  if (call === null) return [t('common.call.failedTitle'), t('common.call.failedLead')];
  const { reference } = call;
  return call.isHeard
    ? [t('common.call.title'), t('common.call.lead', { reference })]
    : [t('common.call.failedTitle'), t('common.call.failedNumber', { reference })];
}

/** Says whether staff were reached, and by which number they know who called. */
export function CallNotice({ state, onClose }: { readonly state: CallState; readonly onClose: () => void }) {
  const [title, lead] = wordsOf(state, useText());
  return (
    <Dialog title={title} onClose={onClose}>
      <p role="status">{lead}</p>
    </Dialog>
  );
}
