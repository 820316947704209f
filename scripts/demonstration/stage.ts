import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensurePcscd, pcscdObstacle, vpcdListening } from '../pcscd/service.ts';
import {
  deskStaff,
  KIOSK_ID,
  type KioskConfig,
  kioskStaff,
  STAFF_MEMBER,
  writeKioskConfig,
} from '../world/kiosk-config.ts';
import { type ServerProcess, startServerProcess } from '../world/server.ts';
import { takeStaffCalls } from '../world/staff-calls.ts';
import { type HandledToken, launchHandled, makeDemoTokens, type TokenFile } from '../world/tokens.ts';
import type { Say } from './report.ts';
import type { Stack } from './stack.ts';

/** Everything of the demonstration but the kiosk itself. */
export interface Stage {
  readonly folder: string;
  readonly server: ServerProcess;
  readonly configFile: string;
  /** Tokens in processes of their own; empty where they are held in the kiosk's process. */
  readonly handled: ReadonlyMap<string, HandledToken>;
}

export interface StageOptions {
  readonly folder: string;
  readonly window: KioskConfig['window'];
  readonly mode: 'self-service' | 'desk';
}

/** Whether the tokens can lie in a real reader service; if not, why, as it is told to the person. */
async function providePcscd(stack: Stack, say: Say): Promise<boolean> {
  const obstacle = await pcscdObstacle();
  if (obstacle !== undefined) {
    say(
      'reader',
      { kind: 'in-process', why: obstacle },
      `Tokens are held in the kiosk's process: ${obstacle}`,
    );
    return false;
  }
  const pcscd = await ensurePcscd((line) => say('note', { line }, line));
  stack.defer(() => pcscd.stop());
  if (!(await vpcdListening())) {
    const why = 'The pcscd that is running has no virtual reader; it is left as it is.';
    say('reader', { kind: 'in-process', why }, `Tokens are held in the kiosk's process: ${why}`);
    return false;
  }
  const words = pcscd.started ? 'started for this demonstration' : 'was running, and is left running';
  say(
    'reader',
    { kind: 'pcsc', started: pcscd.started },
    `Reader: PC/SC through pcscd (${words}), virtual reader vpcd.`,
  );
  return true;
}

/** On top of the dock: the token whose update is requested, and those that jobs bring together with it. */
const ON_TOP = ['amira-haddad', 'amira-phone', 'amira-new-card'];
const rank = ({ id }: TokenFile): number => (ON_TOP.includes(id) ? ON_TOP.indexOf(id) : ON_TOP.length);
/** Those on the second reader lie beside the others. */
const readerOf = ({ id }: TokenFile): 0 | 1 => (ON_TOP.indexOf(id) > 0 ? 1 : 0);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Descriptions are named "whose, which: what about it"; the dock says which by itself. */
function dockEntry(token: TokenFile, control: string | undefined) {
  const [name = token.id, about = ''] = token.title.split(': ');
  const [whose = name] = name.split(', ');
  const { id, tokenId, kind, state } = token;
  const held = control === undefined ? {} : { control };
  const lastFour = tokenId.slice(-4);
  const reader = readerOf(token);
  return { id, title: whose, story: capital(about), lastFour, kind, reader, state, ...held };
}

/** Starts servers, tokens and, where it can, the reader service. Each run begins with fresh data. */
export async function setStage(options: StageOptions, stack: Stack, say: Say): Promise<Stage> {
  const { folder, mode } = options;
  const role = mode === 'desk' ? 'desk' : 'kiosk';
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pcsc = await providePcscd(stack, say);
  const server = await startServerProcess(path.join(folder, 'server'), KIOSK_ID, role);
  stack.defer(() => server.stop());
  say(
    'server',
    { url: server.url, store: 'sqlite' },
    `Servers: ${server.url}, both in one process, on SQLite.`,
  );
  const tokens = await makeDemoTokens(server.imageKeyFile, path.join(folder, 'tokens'));
  tokens.sort((a, b) => rank(a) - rank(b));
  const handled = new Map<string, HandledToken>();
  if (pcsc)
    for (const token of tokens) {
      const hand = await launchHandled(token, { link: 'iso14443-106', slot: readerOf(token) });
      stack.defer(() => hand.end('SIGTERM'));
      handled.set(token.id, hand);
    }
  const calls = await takeStaffCalls((call) => say('staff-called', call, `Staff are called. ${call.text}.`));
  stack.defer(() => calls.close());
  const configFile = writeKioskConfig(folder, server, {
    kiosk: { id: KIOSK_ID, branch: 'Harbour Square', mode },
    window: options.window,
    staff: { ...(mode === 'desk' ? deskStaff() : kioskStaff()), callUrl: calls.url },
    receipts: { directory: path.join(folder, 'receipts') },
    demonstration: {
      dock: true,
      tokens: tokens.map((token) => dockEntry(token, handled.get(token.id)?.control)),
    },
  });
  const { name, pin } = STAFF_MEMBER;
  if (mode === 'desk') say('staff', { name, pin }, `At the desk ${name} signs in with ${pin}.`);
  return { folder, server, configFile, handled };
}
