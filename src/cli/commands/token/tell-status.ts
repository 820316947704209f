import type { TokenStatus } from '../../../virtual-token/control/messages.ts';
import { type Output, table } from '../../output.ts';

const indicatorOf = ({ indicator }: TokenStatus): string => {
  if (indicator === null) return 'cannot be read';
  return indicator.state === 'clear'
    ? 'clear'
    : `${indicator.state}: ${indicator.reason}, ${indicator.requestId}`;
};

/** Tells how a software token stands after `event`. */
export function tellStatus(output: Output, event: string, status: TokenStatus): void {
  const rows = [
    ['token', `${status.tokenId ?? 'cannot be read'} (${status.kind})`],
    ['reader', status.present ? `in it, ${status.protocol}, link ${status.link}` : 'not in it'],
    ['ATR', status.atr],
    [
      'image',
      status.imageSequence === null || status.slot === null
        ? 'none'
        : `sequence ${status.imageSequence}, ${status.imageLength ?? 0} bytes in slot ${status.slot}`,
    ],
    ['indicator', indicatorOf(status)],
    ['log', status.logEntries === null ? 'cannot be read' : `${status.logEntries} records`],
    [
      'armed',
      status.armed.length === 0 ? 'nothing' : status.armed.map((fault) => JSON.stringify(fault)).join(', '),
    ],
  ];
  output.tell(event, { status }, ...table(rows));
}
