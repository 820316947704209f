import { failure } from '../../shared/contract/failure.ts';
import type { DockToken } from '../../shared/contract/ipc.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { Config } from '../config/schema.ts';

export type DemonstrationToken = NonNullable<Config['demonstration']>['tokens'][number];

/** One software token, wherever it is held. */
export interface HeldToken {
  insert(): Promise<Result<unknown>>;
  remove(): Promise<Result<unknown>>;
  /** Loses power in the middle of the next write. */
  tear(): Promise<Result<unknown>>;
  isPresent(): Promise<boolean>;
}

/** What the dock's window can do. A reader takes one token: another one that is put on it takes its place. */
export interface Dock {
  list(): Promise<Result<readonly DockToken[]>>;
  present(id: string): Promise<Result<null>>;
  pull(id: string): Promise<Result<null>>;
  tear(id: string): Promise<Result<null>>;
}

type Hold = (token: DemonstrationToken) => HeldToken;

export function createDock(tokens: readonly DemonstrationToken[], hold: Hold): Dock {
  const held = new Map(tokens.map((token) => [token.id, { token, hand: hold(token) }]));

  async function withToken(
    id: string,
    act: (hand: HeldToken) => Promise<Result<unknown>>,
  ): Promise<Result<null>> {
    const entry = held.get(id);
    if (entry === undefined) return fail(failure('request-malformed', `no token "${id}"`));
    const done = await act(entry.hand);
    return done.ok ? ok(null) : done;
  }

  return {
    list: async () =>
      ok(
        await Promise.all(
          [...held.values()].map(async ({ token, hand }) => {
            const { id, title, story, lastFour, kind } = token;
            return { id, title, story, lastFour, kind, present: await hand.isPresent() };
          }),
        ),
      ),
    present: (id) =>
      withToken(id, async (hand) => {
        const reader = held.get(id)?.token.reader;
        for (const [other, entry] of held)
          if (other !== id && entry.token.reader === reader && (await entry.hand.isPresent())) {
            const removed = await entry.hand.remove();
            if (!removed.ok) return removed;
          }
        return hand.insert();
      }),
    pull: (id) => withToken(id, (hand) => hand.remove()),
    tear: (id) => withToken(id, (hand) => hand.tear()),
  };
}
