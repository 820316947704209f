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
  /**
   * Whose turn it is from now on. `null`: nobody's, and what was shown counts as taken away, so that it comes as
   * anew in its next turn.
   */
  turn(role: DeviceRole | null): void;
}

/** Whether the device whose turn it is may lie on `reader`: the first one leaves the second one's alone. */
function mayLieOn(reader: string, role: DeviceRole, named: NamedReaders): boolean {
  const own = named[role];
  if (own !== undefined) return own === reader;
  return role === 'second' || named.second !== reader;
}

/** What one listener knows and does not know, by reader. */
interface Audience {
  readonly tell: (event: ReaderEvent) => void;
  readonly shown: Map<string, TokenCame>;
  readonly held: Map<string, TokenCame>;
}

function show({ tell, shown, held }: Audience, event: TokenCame): void {
  held.delete(event.reader);
  shown.set(event.reader, event);
  tell(event);
}

function hide({ tell, shown, held }: Audience): void {
  for (const [reader, event] of [...shown]) {
    shown.delete(reader);
    held.set(reader, event);
    tell({ type: 'token-absent', reader, presentation: event.presentation });
  }
}

/** Puts the turns of a job between the kiosk and its readers. It is nobody's turn until somebody is asked for. */
export function inTurns(port: ReaderPort, named: NamedReaders): Turns {
  let turn: DeviceRole | null = null;
  const audiences = new Set<Audience>();
  const take = (event: ReaderEvent, audience: Audience): void => {
    if (isToken(event)) {
      if (turn !== null && mayLieOn(event.reader, turn, named)) show(audience, event);
      else audience.held.set(event.reader, event);
    } else if (event.type === 'token-absent') {
      // That a token left which nobody was shown is nobody's business.
      if (audience.held.delete(event.reader)) return;
      audience.shown.delete(event.reader);
      audience.tell(event);
    } else audience.tell(event);
  };
  return {
    port: {
      start: () => port.start(),
      connect: (reader) => port.connect(reader),
      stop: () => port.stop(),
      subscribe: (tell) => {
        const audience: Audience = { tell, shown: new Map(), held: new Map() };
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
      for (const audience of audiences)
        if (next === null) hide(audience);
        else
          for (const event of [...audience.held.values()])
            if (mayLieOn(event.reader, next, named)) show(audience, event);
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
