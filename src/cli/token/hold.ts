import { setTimeout as pause } from 'node:timers/promises';
import { type Failure, failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { TokenStatus } from '../../virtual-token/control/messages.ts';
import { controlToken } from '../../virtual-token/control-client.ts';
import { type LaunchedToken, type LaunchOptions, launchToken } from '../../virtual-token/launch.ts';
import type { Tap } from '../../virtual-token/tap.ts';
import type { TokenAddress } from './address.ts';

const ENDS_WITHIN_MS = 5_000;
const LOOK_MS = 20;

/** How a token process is started; only `insert` offers a choice. */
export type ProcessChoice = Pick<LaunchOptions, 'slot' | 'link' | 'protocol'>;

/** Nobody answers there, so a process may be started. */
const notRunning = (why: Failure): boolean => why.code === 'service-unavailable';

async function launch(
  { state, control }: TokenAddress,
  choice: ProcessChoice & { readonly detached?: boolean },
): Promise<Result<LaunchedToken>> {
  if (state === undefined)
    return fail(failure('service-unavailable', `no token is running at ${control}: name its --state FILE`));
  return await launchToken({ state, control, ...choice });
}

/** Asks the token's process; where none is running, one that ends after the answer. */
export async function askToken<T>(
  address: TokenAddress,
  ask: (control: string) => Promise<Result<T>>,
): Promise<Result<T>> {
  const answer = await ask(address.control);
  if (answer.ok || !notRunning(answer.failure)) return answer;
  const launched = await launch(address, {});
  if (!launched.ok) return launched;
  const answered = await ask(address.control);
  await launched.value.end('SIGTERM');
  return answered;
}

/** The token's process, started to stay where none is running. Tells its status. */
export async function holdToken(
  address: TokenAddress,
  choice: ProcessChoice = {},
): Promise<Result<TokenStatus>> {
  const running = await controlToken(address.control, { do: 'status' });
  if (running.ok || !notRunning(running.failure)) return running;
  const launched = await launch(address, { ...choice, detached: true });
  return launched.ok ? await controlToken(address.control, { do: 'status' }) : launched;
}

/**
 * Ends the token's process and waits until it answers no more: by then it has let go of the state file. Its pid
 * says less: where nobody collects the processes that ended, it stays taken.
 */
export async function endToken(control: string): Promise<Result<TokenStatus>> {
  const told = await controlToken(control, { do: 'quit' });
  if (!told.ok) return told;
  for (const deadline = Date.now() + ENDS_WITHIN_MS; Date.now() < deadline; await pause(LOOK_MS)) {
    const still = await controlToken(control, { do: 'status' });
    if (!still.ok && notRunning(still.failure)) return told;
  }
  return fail(failure('action-not-possible', `the token's process ${told.value.pid} does not end`));
}

/**
 * Puts the token into its reader, for as long as `tap` says or to stay. A process that runs already is used as it is, or replaced when another slot,
 * link or protocol is asked for; what was armed stays armed.
 */
export async function insertToken(
  address: TokenAddress,
  choice: ProcessChoice,
  tap?: Tap,
): Promise<Result<TokenStatus>> {
  const { control } = address;
  const before = await controlToken(control, { do: 'status' });
  const replaced = before.ok && Object.values(choice).some((value) => value !== undefined);
  if (replaced) {
    const ended = await endToken(control);
    if (!ended.ok) return ended;
  }
  const held = await holdToken(address, choice);
  if (!held.ok) return held;
  for (const fault of replaced ? before.value.armed : []) {
    const armed = await controlToken(control, { do: 'arm', fault });
    if (!armed.ok) return armed;
  }
  const inserted = await controlToken(control, tap === undefined ? { do: 'insert' } : { do: 'tap', ...tap });
  if (inserted.ok || before.ok) return inserted;
  const ended = await endToken(control);
  return ended.ok ? inserted : ended;
}

/** Whether a process holds the state file: then it must not be replaced under its feet. */
export async function requireFree(state: string, control: string): Promise<Result<null>> {
  const running = await controlToken(control, { do: 'status' });
  if (!running.ok && notRunning(running.failure)) return ok(null);
  return fail(
    failure(
      'action-not-possible',
      `a process holds the token in ${state}: end it with \`recard token quit --state ${state}\``,
    ),
  );
}
