import type { ReaderEvent, ReaderPort } from '../../main/reader/port.ts';
import { type DeviceRole, ROLES } from '../../shared/contract/transfer.ts';

/** The reader on which each device is to lie; a device without one may lie on any. */
export type NamedReaders = { readonly [R in DeviceRole]?: string | undefined };

type TokenCame = Extract<ReaderEvent, { type: 'token-present' | 'token-unreadable' }>;
const isToken = (event: ReaderEvent): event is TokenCame =>
  event.type === 'token-present' || event.type === 'token-unreadable';

/** Readers that show a token only when it is the turn of the device that is to lie there. */
export interface Turns {
  readonly port: ReaderPort;
  /** Whose turn it is from now on. */
  turn(role: DeviceRole): void;
}

/** Whether the device whose turn it is may lie on `reader`: the first one leaves the second one's alone. */
function mayLieOn(reader: string, role: DeviceRole, named: NamedReaders): boolean {
  const own = named[role];
  if (own !== undefined) return own === reader;
  return role === 'second' || named.second !== reader;
}

interface Audience {
  readonly tell: (event: ReaderEvent) => void;
  /** Tokens that it was not shown yet, by reader. */
  readonly held: Map<string, TokenCame>;
}

/** Puts the turns of a job between the kiosk and its readers. `role` has the first turn. */
export function inTurns(port: ReaderPort, named: NamedReaders, role: DeviceRole): Turns {
  let turn = role;
  const audiences = new Set<Audience>();
  const take = (event: ReaderEvent, { tell, held }: Audience): void => {
    if (isToken(event) && !mayLieOn(event.reader, turn, named)) held.set(event.reader, event);
    // That a token left which nobody was shown is nobody's business.
    else if (event.type !== 'token-absent' || !held.delete(event.reader)) tell(event);
  };
  return {
    port: {
      start: () => port.start(),
      connect: (reader) => port.connect(reader),
      stop: () => port.stop(),
      subscribe: (tell) => {
        const audience: Audience = { tell, held: new Map() };
        audiences.add(audience);
        const stop = port.subscribe((event) => take(event, audience));
        return () => {
          audiences.delete(audience);
          stop();
        };
      },
    },
    turn: (next) => {
      turn = next;
      for (const { tell, held } of audiences)
        for (const [reader, event] of [...held])
          if (mayLieOn(reader, turn, named) && held.delete(reader)) tell(event);
    },
  };
}

/** Named readers that are not attached, `null` when all are there. */
export function watchNamed(port: ReaderPort, named: NamedReaders): () => string | null {
  const attached = new Set<string>();
  port.subscribe((event) => {
    if (event.type === 'reader-attached') attached.add(event.reader);
    else if (event.type === 'reader-detached') attached.delete(event.reader);
  });
  return () => {
    const absent = ROLES.flatMap((role) => named[role] ?? []).find((reader) => !attached.has(reader));
    if (absent === undefined) return null;
    const there = attached.size === 0 ? 'none' : [...attached].map((reader) => `"${reader}"`).join(', ');
    return `there is no reader "${absent}", but ${there}`;
  };
}
