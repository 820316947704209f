import type { Branch } from '../../src/main/testing/branch.ts';
import { must } from '../../src/shared/testing/results.ts';
import type { Screen } from '../../src/shared/visit/snapshot.ts';
import type { InProcessToken } from '../../src/virtual-token/in-process.ts';

/** How a presentation ended, as its holder sees it. */
export type Ended = Extract<
  Screen,
  { screen: 'done' | 'trouble' | 'refused' | 'offline' | 'removed' | 'attract' }
>;

const ENDS: readonly Screen['screen'][] = ['done', 'trouble', 'refused'];
const WITHIN_MS = 30_000;

function isEnd(screen: Screen, token: InProcessToken): boolean {
  if (ENDS.includes(screen.screen)) return true;
  if (screen.screen === 'offline') return screen.token !== null;
  return !token.token.present && (screen.screen === 'removed' || screen.screen === 'attract');
}

/** Somebody presents the token, agrees to what is offered, and looks at how it ended. */
export async function presents(
  branch: Branch,
  token: InProcessToken,
  onOffer: () => void | Promise<void> = () => {},
): Promise<Screen> {
  branch.present(token);
  const first = await branch.until(
    ({ screen }) => screen.screen === 'offer' || isEnd(screen, token),
    'an offer or an end',
    WITHIN_MS,
  );
  if (first.screen.screen !== 'offer') return first.screen;
  await onOffer();
  must(branch.kiosk.runner.act('accept'));
  const { screen } = await branch.until(({ screen }) => isEnd(screen, token), 'an end', WITHIN_MS);
  return screen;
}

/** Takes the token and waits until the kiosk has noticed. */
export async function takes(branch: Branch, token: InProcessToken): Promise<void> {
  branch.pull(token);
  const { screen } = await branch.until(
    ({ screen }) => !('tokenPresent' in screen && screen.tokenPresent),
    'the token is taken',
    WITHIN_MS,
  );
  if (screen.screen === 'done') must(branch.kiosk.runner.act('finish'));
}
