import type { Failure } from '../../shared/contract/failure.ts';
import type { UserAction } from '../../shared/contract/ipc.ts';
import type { Result } from '../../shared/contract/result.ts';
import type { ImageChange } from '../../shared/image/change.ts';
import type { Screen, Snapshot } from '../../shared/visit/snapshot.ts';
import { EXIT } from '../exit-codes.ts';
import { type Output, table } from '../output.ts';
import { type Ending, endingOf, failedAs, unstartedAs } from './ending.ts';

/** The visits of a kiosk, as far as following one needs them. */
export interface FollowedRunner {
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
  snapshot(): Snapshot;
  act(action: UserAction): Result<null>;
  isWriting(): boolean;
}

export interface Follow {
  readonly runner: FollowedRunner;
  /** How long to wait for a token, in seconds. */
  readonly wait: number;
  /** Whether the person agrees to the offer; `signal` ends the question. */
  readonly agree: (signal: AbortSignal) => Promise<boolean>;
  /** Why no token can come now: no service, no reader. */
  readonly missing: () => Failure | null;
  /** The last step of the visit that failed. */
  readonly lastFailure: () => Failure | null;
  /** Aborted by Ctrl+C and SIGTERM. */
  readonly stopping: AbortSignal;
  readonly output: Output;
}

const counted = (change: ImageChange): string[] =>
  table(
    change.rows.map(({ programme, kind, change: what, delta }) => [
      `  ${programme}`,
      kind,
      what,
      delta === null || delta === 0 ? '' : delta > 0 ? `+${delta}` : String(delta),
    ]),
  );

/** No visit is under way: nobody is there, or nobody can be. */
const isIdle = (screen: Screen): boolean =>
  screen.screen === 'attract' ||
  (screen.screen === 'offline' && screen.token === null) ||
  (screen.screen === 'trouble' && screen.token === null && !screen.tokenPresent);

/**
 * Follows one visit to its end, answering for the person. A token that leaves before it was read is waited for
 * again; one that leaves later ends the visit. A write is never given up: stopping waits for its end.
 */
export function followVisit(follow: Follow): Promise<Ending> {
  const { runner, wait, agree, missing, lastFailure, stopping, output } = follow;
  const over = new AbortController();
  let step = '';
  let begun: 'no' | 'reading' | 'asked' = 'no';
  let isLate = false;
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      isLate = true;
      if (begun === 'no') finish(noToken());
    }, wait * 1000);
    const stop = runner.onSnapshot(({ screen, revision }) => onScreen(screen, revision));
    stopping.addEventListener('abort', onStop);

    function finish(ending: Ending): void {
      clearTimeout(late);
      stop();
      stopping.removeEventListener('abort', onStop);
      over.abort();
      resolve(ending);
    }

    function noToken(): Ending {
      const why = missing();
      const words = `No token within ${wait} s. Put one on the reader and try again.`;
      return why === null ? unstartedAs('no-token', EXIT.noToken, words) : failedAs(why);
    }

    function onScreen(screen: Screen, revision: number): void {
      const now = screen.screen === 'deciding' ? `deciding: ${screen.step}` : screen.screen;
      const changed = now !== step;
      step = now;
      if (changed) output.tell('screen', { screen: screen.screen, revision }, `${now} …`);
      if (isIdle(screen)) onIdle(screen);
      else {
        if (screen.screen === 'reading') begun = 'reading';
        else begun = 'asked';
        const ending = endingOf(screen, lastFailure());
        if (ending !== null) finish(ending);
        else if (screen.screen === 'offer' && changed) void answer(screen.change);
      }
    }

    function onIdle(screen: Screen): void {
      if (begun === 'asked')
        finish(
          unstartedAs(
            'token-removed',
            EXIT.noToken,
            'The token left before anything was written. Put it back and try again.',
          ),
        );
      else if (begun === 'reading' && screen.screen === 'trouble') finish(failedAs(screen.failure));
      else if (begun === 'reading' && isLate) finish(noToken());
      else begun = 'no';
    }

    async function answer(change: ImageChange): Promise<void> {
      output.tell('offer', { change }, 'The update would change:', ...counted(change));
      const agreed = await agree(AbortSignal.any([over.signal, stopping]));
      if (over.signal.aborted) return;
      const answered = runner.act(agreed ? 'accept' : 'decline');
      if (!answered.ok) finish(failedAs(answered.failure));
    }

    function onStop(): void {
      if (runner.isWriting())
        output.tell('stopping', {}, 'Stopping as soon as the write is over: leave the token where it is.');
      // the question for this offer ends with a no
      else if (runner.snapshot().screen.screen !== 'offer')
        finish(unstartedAs('stopped', EXIT.declined, 'Stopped. Nothing was written.'));
    }
  });
}
