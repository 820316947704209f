import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import type { Launched } from '../../e2e/launch.ts';
import { KIOSK_ID } from '../world/kiosk-config.ts';
import { inspectToken } from './inspect.ts';
import { lastLine } from './kiosk-log.ts';
import type { Say } from './report.ts';
import type { Stage } from './stage.ts';

/** The token whose update indicator is set. */
const TOKEN = 'amira-haddad';
const TOKEN_ID = '9280041200004417';
/** So that a person, or a picture, can see what is otherwise over in a blink. */
const SLOW_MS = 260;
const SLOW_COMMANDS = 14;
const WITHIN_MS = 20_000;
/** Runs in the page: resolves when all that moves once has arrived; what moves for ever is left alone. */
const SETTLED = `Promise.all(document.getAnimations()
  .filter((animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime))
  .map((animation) => animation.finished.catch(() => undefined)))`;

const VisitsSchema = z.object({
  visits: z.array(z.object({ visitId: z.string(), kiosk: z.string(), outcome: z.string().nullable() })),
});

/** Puts tokens on the reader and takes them off: by their processes, or through the kiosk's dock. */
interface Hand {
  present(id: string): Promise<void>;
  pull(id: string): Promise<void>;
  /** Makes the next commands slow to watch; absent where a token goes at its link's pace, in the kiosk's process. */
  readonly slow?: (id: string) => Promise<void>;
}

async function handOf({ handled }: Stage, kiosk: Launched): Promise<Hand> {
  const processOf = (id: string) => {
    const token = handled.get(id);
    if (token === undefined) throw new Error(`assets/demo/tokens/${id}.json is missing`);
    return token;
  };
  if (handled.size > 0)
    return {
      present: async (id) => void (await processOf(id).ask({ do: 'insert' })),
      pull: async (id) => void (await processOf(id).ask({ do: 'remove' })),
      slow: async (id) => {
        const fault = { type: 'delay', ms: SLOW_MS, times: SLOW_COMMANDS } as const;
        await processOf(id).ask({ do: 'arm', fault });
      },
    };
  const dock = await kiosk.page('dock.html');
  const press = (name: RegExp) => async () =>
    dock
      .getByRole('listitem')
      .filter({ hasText: TOKEN_ID.slice(-4) })
      .getByRole('button', { name })
      .click();
  return { present: press(/^put/i), pull: press(/^take/i) };
}

/** Keeps a picture of each screen as it comes. */
class Pictures {
  readonly #page: Page;
  readonly #folder: string;
  readonly names: string[] = [];

  constructor(page: Page, folder: string) {
    this.#page = page;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** Waits for the screen, for `sign` on it, and until everything that moved to its place is there. */
  async of(screen: string, name = screen, sign?: RegExp): Promise<void> {
    const shown = this.#page.locator(`[data-screen="${screen}"]`);
    await shown.waitFor({ timeout: WITHIN_MS });
    if (sign !== undefined) await shown.getByText(sign).first().waitFor({ timeout: WITHIN_MS });
    await this.#page.evaluate(SETTLED);
    const file = `${String(this.names.length + 1).padStart(2, '0')}-${name}.png`;
    await this.#page.screenshot({ path: path.join(this.#folder, file), animations: 'allow' });
    this.names.push(file);
  }
}

/** What the host has on file about the visit, once its outcome has arrived; `null` if none does in time. */
async function outcomeAtHost({ server }: Stage, visitId: string): Promise<string | null> {
  const until = Date.now() + WITHIN_MS;
  while (Date.now() < until) {
    const { data } = await server.admin.get('/v1/visits', { params: { tokenId: TOKEN_ID, limit: 20 } });
    const visit = VisitsSchema.parse(data).visits.find((one) => one.visitId === visitId);
    if (visit?.kiosk === KIOSK_ID && visit.outcome !== null) return visit.outcome;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return null;
}

/** One update from the card to the receipt, and the visit after it. True when all of it came true. */
export async function demonstrateVisit(stage: Stage, kiosk: Launched, say: Say): Promise<boolean> {
  const page = await kiosk.page('index.html');
  const hand = await handOf(stage, kiosk);
  const pictures = new Pictures(page, path.join(stage.folder, 'screens'));
  const button = (name: RegExp) => page.getByRole('button', { name });

  await pictures.of('attract');
  await hand.slow?.(TOKEN);
  // The server stands still for the moment in which the kiosk asks it, or no picture would be in time.
  stage.server.pause();
  await hand.present(TOKEN);
  if (hand.slow !== undefined) await pictures.of('reading');
  await pictures.of('deciding');
  stage.server.resume();
  await pictures.of('offer');
  await hand.slow?.(TOKEN);
  await button(/update my card/i).click();
  // At its link's pace a write is over before there is a picture of it.
  if (hand.slow !== undefined) {
    await pictures.of('restoring', 'restoring', /^Step 2/);
    await pictures.of('verifying');
  }
  await pictures.of('done');

  const decided = lastLine(kiosk, 'decided');
  const written = lastLine(kiosk, 'image-written');
  if (decided === undefined || written === undefined)
    throw new Error(`The kiosk did not write:\n${kiosk.output()}`);
  const outcome = await outcomeAtHost(stage, decided.visitId);
  await hand.pull(TOKEN);
  await pictures.of('attract', 'attract-again');
  await hand.present(TOKEN);
  await pictures.of('done', 'done-nothing-to-do');
  const again = lastLine(kiosk, 'decided');
  await hand.pull(TOKEN);

  // Not what the kiosk says of its work: the token's own memory, read as a stranger would.
  const found = await inspectToken(path.join(stage.folder, 'tokens', `${TOKEN}.token`));
  const verified = found.whole && found.imageBytes === written.imageBytes;
  const indicatorCleared = found.indicator === 'clear' && written.clearedRequestId === decided.requestId;
  const nextVisit = again?.decision ?? 'none';
  const right = outcome === 'updated' && verified && indicatorCleared && nextVisit === 'current';
  const folder = path.join(stage.folder, 'screens');
  say('screens', { folder, files: pictures.names }, '');
  say(
    'visit',
    {
      outcome: right ? 'updated' : 'failed',
      token: TOKEN_ID,
      reason: decided.reason,
      bytesWritten: written.bytesSent,
      imageBytes: found.imageBytes,
      verified,
      indicatorCleared,
      hostConfirmed: outcome === 'updated',
      nextVisit,
    },
    [
      `Token            card ending ${TOKEN_ID.slice(-4)}`,
      `Reason           ${decided.reason}`,
      `Bytes written    ${written.bytesSent} in ${written.commands} commands; the image has ${found.imageBytes}`,
      `Verified         ${verified ? `read back; SHA-256 ${found.digest.slice(0, 16)}… is the committed one` : 'NO'}`,
      `Indicator        ${indicatorCleared ? `cleared (request ${decided.requestId})` : `NOT cleared: ${found.indicator}`}`,
      `Host             ${outcome === 'updated' ? 'confirmed' : `NOT confirmed: ${outcome ?? 'heard nothing'}`}`,
      `Next visit       ${nextVisit === 'current' ? 'nothing to do' : nextVisit}`,
      `Screens          ${pictures.names.length} pictures in ${folder}`,
    ].join('\n'),
  );
  return right;
}
