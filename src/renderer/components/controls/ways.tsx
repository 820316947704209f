import { Icon, type IconName } from '../icon.tsx';
import './ways.css';

interface Way {
  readonly icon: IconName;
  readonly head: string;
  readonly text?: string;
}

/** What a person can do next, or may want to know: at most a few, each with its sign. */
export function Ways({ ways }: { readonly ways: readonly Way[] }) {
  return (
    <ul className="ways">
      {ways.map((way) => (
        <li key={way.head}>
          <Icon name={way.icon} />
          <p>
            <b>{way.head}</b>
            {way.text === undefined ? null : <span>{way.text}</span>}
          </p>
        </li>
      ))}
    </ul>
  );
}
