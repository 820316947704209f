import { setTimeout as wait } from 'node:timers/promises';
import type { Random } from '../random.ts';
import { type Bench, within } from './bench.ts';

export type Harm =
  | 'pcscd killed'
  | 'pcscd ended'
  | 'reader unplugged'
  | 'token mute'
  | 'card process killed'
  | 'card process hung';

/** Out of twelve: of 600 cases 200 restart pcscd, 200 unplug the reader, 100 are mute. */
const TURNS: readonly Harm[] = [
  ...(['pcscd killed', 'pcscd ended', 'reader unplugged', 'reader unplugged', 'token mute'] as const),
  ...(['pcscd killed', 'pcscd ended', 'reader unplugged', 'reader unplugged', 'token mute'] as const),
  ...(['card process killed', 'card process hung'] as const),
];

export const HARM_TURNS = TURNS.length;
export const harmOf = (number: number): Harm => TURNS[number % TURNS.length] ?? 'pcscd killed';

/** Longest that pcscd, or the reader, stays away. */
const LONGEST_AWAY_MS = 1_500;

/** Harm to the reader's side of the kiosk. */
export interface Done {
  /** The token is thrown out with its reader, and is to be put back. */
  readonly takesToken: boolean;
  /** Ends what can be ended; since when it is over, by this process's clock in milliseconds. */
  end(): Promise<number>;
}

/** Begins at once: whoever calls may be the token that holds up the command in which it happens. */
export function doHarm(bench: Bench, harm: Exclude<Harm, 'token mute'>, random: Random): Done {
  const away = random.below(LONGEST_AWAY_MS);
  const again = (begun: Promise<void>, start: () => Promise<void>): Done => ({
    takesToken: true,
    end: async () => {
      await begun;
      await wait(away);
      const over = performance.now();
      await start();
      return over;
    },
  });
  switch (harm) {
    case 'pcscd killed':
      return again(bench.pcscd.kill(), () => bench.pcscd.start());
    case 'pcscd ended':
      return again(bench.pcscd.stop(), () => bench.pcscd.start());
    case 'reader unplugged':
      return again(bench.usb.unplug(), () => bench.usb.plug());
    case 'card process killed': {
      const over = performance.now();
      bench.signal('SIGKILL');
      return { takesToken: false, end: async () => over };
    }
    case 'card process hung': {
      const over = bench.processEnd();
      bench.signal('SIGSTOP');
      return { takesToken: false, end: () => within(over, 'the card process is given up') };
    }
  }
}
