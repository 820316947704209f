import { useState } from 'react';
import type { MergePreview } from '../../../shared/image/merge/preview.ts';
import { useText } from '../../text/use-text.ts';
import { Button } from '../controls/button.tsx';
import { MergeDetails } from './merge-details.tsx';
import './merge.css';

/** For customers: what becomes of each entry and why, for who wants to know more than the result. */
export function MergeMore({ merge }: { readonly merge: MergePreview }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button kind="second" onPress={() => setOpen(true)}>
        {t('merge.details')}
      </Button>
      {open ? <MergeDetails merge={merge} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
