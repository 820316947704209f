import type { Screen } from '../../src/shared/visit/snapshot.ts';
import type { Branch } from './branch.ts';
import type { HostTime } from './host-time.ts';

/** One visit in milliseconds. */
export interface Timed {
  /** From the reader's event to the screen that says it is done. */
  readonly total: number;
  /** Waiting for the host. */
  readonly host: number;
  /** Waiting for the reader: card process, PC/SC and the token. */
  readonly reader: number;
  readonly commands: number;
}

const ENDS_WITHIN_MS = 20_000;

/** The next visit, accepted the moment it is offered. Resolves once the host has confirmed it where it should. */
export function timeVisit(
  { reader, kiosk }: Branch,
  hostTime: HostTime,
  outcome: 'current' | 'updated',
): Promise<Timed> {
  const { promise, resolve, reject } = Promise.withResolvers<Timed>();
  const meters = () => ({
    total: performance.now(),
    host: hostTime.millis,
    reader: reader.millis,
    commands: reader.commands,
  });
  let before: Timed | undefined;
  let timed: Timed | undefined;
  const unsubscribe = reader.subscribe(({ type }) => {
    if (type === 'token-present') before ??= meters();
  });
  const stop = kiosk.runner.onSnapshot(({ screen }) => {
    if (before === undefined) return;
    if (screen.screen === 'offer') queueMicrotask(accept);
    if (screen.screen === 'done' && screen.outcome === outcome) done(screen, before);
    if (screen.screen === 'refused' || screen.screen === 'trouble') reject(unexpected(screen));
  });
  const accept = (): void => {
    const accepted = kiosk.runner.act('accept');
    if (!accepted.ok) reject(new Error(accepted.failure.detail));
  };
  const done = ({ receipt }: Extract<Screen, { screen: 'done' }>, begun: Timed): void => {
    const now = meters();
    timed ??= {
      total: now.total - begun.total,
      host: now.host - begun.host,
      reader: now.reader - begun.reader,
      commands: now.commands - begun.commands,
    };
    if (receipt === null || receipt.hostConfirmed) resolve(timed);
  };
  const late = setTimeout(() => reject(unexpected(kiosk.runner.snapshot().screen)), ENDS_WITHIN_MS);
  return promise.finally(() => {
    clearTimeout(late);
    unsubscribe();
    stop();
  });
}

const unexpected = (screen: Screen): Error =>
  new Error(`The visit did not end as expected: ${JSON.stringify(screen)}`);

/** Waits until the reader has seen that the token is gone. */
export function tokenGone({ reader }: Branch): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = reader.subscribe(({ type }) => {
    if (type === 'token-absent') resolve();
  });
  return promise.finally(stop);
}
