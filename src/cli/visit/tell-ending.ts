import { isDeepStrictEqual } from 'node:util';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import type { Ending } from './ending.ts';

/** How long the host has to acknowledge an outcome, in milliseconds; the next process sends it otherwise. */
export const DRAIN_MS = 3_000;

/** What becomes of what the kiosk tells the host. */
export interface Telling {
  /** Whether the host has acknowledged all of it within the time. */
  readonly confirmed: (limitMs: number) => Promise<boolean>;
  /** What the kiosk shows by now: that this token's place was taken before, or the next one's refusal. */
  readonly refused: () => Ending | null;
}

/** Whether the host has answered about the token of `ending` that another one had taken its place. */
const isTooLate = (ending: Ending, { facts }: Ending): boolean =>
  facts.reason === 'superseded' && isDeepStrictEqual(facts.token, ending.facts.token);

/** Tells how a visit or a job ended, once the host has been told; the exit code. */
export async function tellEnding(
  ending: Ending,
  host: Telling,
  output: Output,
  event: 'visit' | 'job',
): Promise<ExitCode> {
  const { outcome, exit, facts, reported, words, receipt } = ending;
  if (!reported) {
    output.tell(event, { outcome, ...facts }, words);
    return exit;
  }
  const limit = exit === EXIT.hostAway ? 0 : DRAIN_MS;
  const hostConfirmed = await host.confirmed(limit);
  const refused = outcome === 'updated' ? host.refused() : null;
  if (refused !== null && isTooLate(ending, refused)) {
    output.tell(
      event,
      { ...facts, ...refused.facts, outcome: refused.outcome, hostConfirmed },
      refused.words,
    );
    return refused.exit;
  }
  const told = hostConfirmed ? 'The host has confirmed it.' : 'The host is told as soon as it can be.';
  const receipts = receipt === undefined ? {} : { receipt: { ...receipt, hostConfirmed } };
  output.tell(event, { outcome, ...facts, ...receipts, hostConfirmed }, `${words} ${told}`);
  return exit;
}
