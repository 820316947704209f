import { type ReactNode, useEffect, useRef } from 'react';
import { useText } from '../../text/use-text.ts';
import { Icon } from '../icon.tsx';
import './dialog.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** A sheet over the screen, at the height of the hands. It keeps the focus until it is closed. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const { t } = useText();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // the browser would take the first control, which closes, and Enter after a PIN would press it
    heading.current?.focus();
    return () => dialog?.close();
  }, []);
  return (
    <dialog ref={ref} className="dialog" aria-labelledby="dialog-title" onClose={onClose}>
      <div className="dialog-head">
        <h2 id="dialog-title" ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button type="button" className="dialog-close" onClick={onClose} aria-label={t('common.ledge.close')}>
          <Icon name="close" />
        </button>
      </div>
      {children}
    </dialog>
  );
}
