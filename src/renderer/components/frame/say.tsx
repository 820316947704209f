import { useEffect, useRef } from 'react';

interface SayProps {
  /** Changes when the screen does; the focus then follows. */
  readonly screen: string;
  readonly title: string;
  readonly lead: string;
  readonly poster: boolean;
  readonly note: string | null;
}

/** The one sentence of a screen. When the screen changes, the focus comes here unless a person holds it elsewhere. */
export function Say({ screen, title, lead, poster, note }: SayProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen is what moves the focus
  useEffect(() => {
    const active = document.activeElement;
    if (active === null || active === document.body || !active.isConnected) {
      heading.current?.focus({ preventScroll: true });
    }
  }, [screen]);
  return (
    <div className={poster ? 'say poster' : 'say'}>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <p className="lead">{lead}</p>
      {note === null ? null : <p className="say-note">{note}</p>}
    </div>
  );
}
