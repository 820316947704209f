import type { CellView } from '../../../shared/image/change.ts';
import type { TextSize } from '../../comfort/comfort.ts';
import type { Form } from '../../comfort/form.ts';
import { useText } from '../../text/use-text.ts';
import { Icon } from '../icon.tsx';
import { Pair } from './pair.tsx';
import './content.css';

interface ContentProps {
  readonly content: readonly { readonly programme: string; readonly view: CellView }[];
  readonly form: Form;
  readonly textSize: TextSize;
}

/** What is on a card, as one picture. */
export function Content({ content, form, textSize }: ContentProps) {
  const { t } = useText();
  if (content.length === 0) {
    return (
      <p className="nothing-there">
        <Icon name="card" />
        {t('screens.offline.empty')}
      </p>
    );
  }
  const rows = content.map(({ programme, view }) => ({
    programme,
    kind: view.kind,
    before: view,
    after: view,
    change: 'same' as const,
    delta: 0,
  }));
  return (
    <Pair
      change={{ rows, beforeKnown: false }}
      form={form}
      textSize={textSize}
      title={t('screens.offline.contentTitle')}
    />
  );
}
