import { makeDemoTokenFiles, type TokenFile } from '../../src/cli/demo/tokens.ts';
import { readSigner } from '../../src/cli/issue.ts';
import { socketOf } from '../../src/cli/token/address.ts';
import type { Result } from '../../src/shared/contract/result.ts';
import type { ControlRequestInput, TokenStatus } from '../../src/virtual-token/control/messages.ts';
import { controlToken, dumpToken } from '../../src/virtual-token/control-client.ts';
import { type LaunchedToken, type LaunchOptions, launchToken } from '../../src/virtual-token/launch.ts';

export type { TokenFile } from '../../src/cli/demo/tokens.ts';

export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.failure.code}: ${result.failure.detail}`);
}

/** Makes all of the demonstration's tokens. */
export const makeDemoTokens = async (keyFile: string, folder: string): Promise<TokenFile[]> =>
  must(await makeDemoTokenFiles(must(await readSigner(keyFile)), folder));

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
  const control = socketOf(token.state);
  const launched = must(await launchToken({ state: token.state, control, ...over }));
  return {
    ...token,
    control,
    ask: async (request) => must(await controlToken(control, request)),
    dump: () => dumpToken(control),
    end: launched.end,
  };
}
