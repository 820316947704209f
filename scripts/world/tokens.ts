import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { issueToken, readSigner } from '../../src/cli/issue.ts';
import type { Result } from '../../src/shared/contract/result.ts';
import type { ControlRequestInput, TokenStatus } from '../../src/virtual-token/control/messages.ts';
import { controlToken, dumpToken } from '../../src/virtual-token/control-client.ts';
import { TokenDescriptionSchema } from '../../src/virtual-token/create/description.ts';
import { type LaunchedToken, type LaunchOptions, launchToken } from '../../src/virtual-token/launch.ts';

const DEMO = path.resolve(import.meta.dirname, '../../assets/demo/tokens');

export interface TokenFile {
  /** Name of the description's file. */
  readonly id: string;
  readonly title: string;
  readonly tokenId: string;
  readonly kind: 'card' | 'phone';
  readonly state: string;
}

export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.failure.code}: ${result.failure.detail}`);
}

/** Makes one software token as a state file in `folder`, signed with the image server's key. */
export async function makeToken(
  id: string,
  raw: unknown,
  keyFile: string,
  folder: string,
): Promise<TokenFile> {
  mkdirSync(folder, { recursive: true });
  const state = path.join(folder, `${id}.token`);
  must(issueToken(raw, must(await readSigner(keyFile)), state));
  const { tokenId, kind, name } = TokenDescriptionSchema.parse(raw);
  return { id, tokenId, kind, state, title: name ?? id };
}

/** Makes all of the demonstration's tokens. */
export async function makeDemoTokens(keyFile: string, folder: string): Promise<TokenFile[]> {
  const tokens: TokenFile[] = [];
  for (const file of readdirSync(DEMO).filter((name) => name.endsWith('.json'))) {
    const raw: unknown = JSON.parse(readFileSync(path.join(DEMO, file), 'utf8'));
    tokens.push(await makeToken(path.basename(file, '.json'), raw, keyFile, folder));
  }
  return tokens;
}

/** A software token in a process of its own, and the hand that holds it. */
export interface HandledToken extends TokenFile {
  readonly control: string;
  readonly ask: (request: Exclude<ControlRequestInput, { do: 'dump' }>) => Promise<TokenStatus>;
  readonly dump: () => ReturnType<typeof dumpToken>;
  readonly end: LaunchedToken['end'];
}

export async function launchHandled(
  token: TokenFile,
  over: Partial<LaunchOptions> = {},
): Promise<HandledToken> {
  const control = token.state.replace(/\.token$/, '.sock');
  const launched = must(await launchToken({ state: token.state, control, ...over }));
  return {
    ...token,
    control,
    ask: async (request) => must(await controlToken(control, request)),
    dump: () => dumpToken(control),
    end: launched.end,
  };
}
