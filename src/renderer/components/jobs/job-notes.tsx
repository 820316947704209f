import type { JobPreview } from '../../../shared/visit/job/preview.ts';
import { reserveWords } from '../../text/job-words.ts';
import { useText } from '../../text/use-text.ts';
import { Icon, type IconName } from '../icon.tsx';
import './jobs.css';

/** What the picture of the result cannot show: what is added to it, and what is held back; for staff also how full it is. */
export function JobNotes({ preview, desk }: { readonly preview: JobPreview; readonly desk: boolean }) {
  const text = useText();
  const { t, format } = text;
  const { transactionsAdded: count, bytes } = preview;
  const notes: readonly { readonly icon: IconName; readonly say: string }[] = [
    ...reserveWords(preview, text).map((amount) => ({
      icon: 'clock' as const,
      say: t('jobs.compare.reserve', { amount }),
    })),
    ...(count === 0
      ? []
      : [{ icon: 'plus' as const, say: t('jobs.compare.added', { count, n: format.number(count) }) }]),
    ...(bytes === null || !desk
      ? []
      : [
          {
            icon: 'card' as const,
            say: t('jobs.compare.bytes', {
              used: format.number(bytes.used),
              room: format.number(bytes.room),
            }),
          },
        ]),
  ];
  return (
    <ul className="job-notes">
      {notes.map(({ icon, say }) => (
        <li key={say}>
          <Icon name={icon} />
          {say}
        </li>
      ))}
    </ul>
  );
}
