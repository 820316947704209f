import type { Screen } from '../../shared/visit/snapshot.ts';
import type { Output } from '../output.ts';
import { backupLines, previewLines } from './words.ts';

type At<N extends Screen['screen']> = Extract<Screen, { screen: N }>;

/** What of a screen a person would notice: it is told once. */
function step(screen: Screen): string {
  switch (screen.screen) {
    case 'present': {
      const { role, toWrite, wrong } = screen;
      return `present: ${role}${toWrite ? ', to write it' : ''}${wrong === null ? '' : ` (${wrong})`}`;
    }
    case 'comparing':
      return `comparing: ${screen.doing}`;
    case 'deciding':
      return `deciding: ${screen.step}`;
    case 'find':
    case 'backups':
    case 'compare':
      return screen.busy ? `${screen.screen}: asking` : screen.screen;
    default:
      return screen.screen;
  }
}

/** Tells a screen that differs from the one that `last` was returned for; returns what is to be given next time. */
export function tellScreen(output: Output, screen: Screen, revision: number, last: string): string {
  const now = step(screen);
  if (now === last) return last;
  const asked =
    screen.screen === 'present'
      ? { role: screen.role, toWrite: screen.toWrite, wrong: screen.wrong, readers: screen.readers }
      : {};
  output.tell('screen', { screen: screen.screen, ...asked, revision }, `${now} …`);
  if (screen.screen === 'backups' && screen.offers.length > 0 && !screen.busy)
    output.tell('backups', { offers: screen.offers }, ...backupLines(screen.offers));
  return now;
}

/** Tells what would be written. */
export const tellPreview = (output: Output, { preview, settled }: At<'compare'>): void =>
  output.tell('preview', { ...preview, settled }, ...previewLines(preview));

const WRONG = {
  'same-token': 'That is the same token again. ',
  'other-token': 'That is another token. ',
} as const;

/** Asks for a device, in words. */
export function askFor({ job, role, toWrite, wrong, readers }: At<'present'>, wait: number): string {
  const name = job[role];
  const which = name === null ? `${role} token` : `${name.kind} ending ${name.lastFour}`;
  const where = readers > 1 ? 'a reader' : 'the reader';
  const why = toWrite ? ', it is written now' : '';
  return `${wrong === null ? '' : WRONG[wrong]}Put the ${which} on ${where} within ${wait} s${why}.`;
}

/** Asks for the device back that left while it was written. */
export const askForReturn = ({ token, wrongToken }: At<'removed'>, wait: number): string =>
  `${wrongToken ? WRONG['other-token'] : ''}The write is not finished: put the ${token.kind} ending ` +
  `${token.lastFour} back within ${wait} s, and it goes on.`;
