import { type Failure, failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { equalBytes } from '../../shared/image/bytes.ts';
import type { Slot } from '../../shared/token/ef-commit.ts';
import type { TokenIdentity } from '../../shared/token/ef-token.ts';
import { EF_SLOT } from '../../shared/token/profile.ts';
import type { TokenSession } from '../reader/port.ts';
import { afterWriting } from './after-writing.ts';
import { MAX_SFI_OFFSET } from './apdu/binary.ts';
import { exchange } from './apdu/exchange.ts';
import { selectFile } from './apdu/select.ts';
import { updateBinary } from './apdu/update-binary.ts';
import { afterSelection } from './confirm.ts';
import { limitsOf, shortLimitsOf } from './limits.ts';
import { planUpdates, type Update } from './plan.ts';
import { readSlot } from './read-image.ts';

/** How a slot came to hold an image. */
export interface Filled {
  /** Bytes of the image that were sent to the token. */
  readonly bytesSent: number;
  /** UPDATE BINARY commands that carried them. */
  readonly commands: number;
  /** 1 when the first attempt read back right. */
  readonly rounds: number;
}

export interface FillJob {
  readonly identity: TokenIdentity;
  readonly slot: Slot;
  readonly image: Uint8Array;
  readonly inactiveContent: Uint8Array | null;
  readonly onProgress?: ((step: 'write' | 'verify', done: number, total: number) => void) | undefined;
}

const MOST_ROUNDS = 3;

/**
 * Brings a slot to hold `image` and reads it back. What differs then is planned anew from what was really
 * read; a token that refuses the extended length that it declares gets short commands instead. A reader that
 * fails on such a command is not asked again: its session is over, and the token must be presented anew. The
 * application must be selected. Failures: those of the session and of the commands, `token-reset`,
 * `verify-mismatch`.
 */
export async function fillSlot(session: TokenSession, job: FillJob): Promise<Result<Filled>> {
  const { identity, slot, image, onProgress } = job;
  let maxData = limitsOf(identity, session.protocol).write;
  const short = shortLimitsOf(identity, session.protocol).write;
  let known = job.inactiveContent;
  let bytesSent = 0;
  let commands = 0;
  for (let rounds = 1; rounds <= MOST_ROUNDS; rounds++) {
    const updates = planUpdates({ known, image, pageSize: identity.pageSize, maxData });
    const sent = await sendUpdates(session, slot, updates, (done, total) =>
      onProgress?.('write', done, total),
    );
    if (!sent.ok && sent.failure.code === 'token-refused' && maxData > short) {
      maxData = short;
      continue;
    }
    if (!sent.ok) return failed(sent.failure, commands);
    bytesSent += sent.value;
    commands += updates.length;
    const found = await readSlot(session, identity, slot, image.length, (done, total) =>
      onProgress?.('verify', done, total),
    );
    if (!found.ok) return failed(found.failure, commands);
    if (equalBytes(found.value, image)) return ok({ bytesSent, commands, rounds });
    known = found.value;
  }
  return fail(failure('verify-mismatch', `slot ${slot} differs after ${MOST_ROUNDS} attempts`));
}

/** The failure of a step behind so many `commands` that wrote. */
function failed(cause: Failure, commands: number): Result<never> {
  const why = afterSelection(cause);
  return fail(commands > 0 ? afterWriting(why) : why);
}

/**
 * Sends planned updates and returns how many bytes that were. The first one makes the slot the current
 * file, by its short identifier or, beyond that one's reach, by SELECT under the current DF. No command
 * here selects the application: a token that was reset or swapped meanwhile has none selected, and so
 * refuses instead of being written.
 */
async function sendUpdates(
  session: TokenSession,
  slot: Slot,
  updates: readonly Update[],
  onSent: (done: number, total: number) => void,
): Promise<Result<number>> {
  const { name, sfi } = EF_SLOT[slot];
  const total = updates.reduce((sum, update) => sum + update.bytes.length, 0);
  let done = 0;
  let isCurrent = false;
  for (const { offset, bytes } of updates) {
    if (!isCurrent && offset > MAX_SFI_OFFSET) {
      const selected = await exchange(session, selectFile(EF_SLOT[slot]));
      if (!selected.ok) return selected;
      isCurrent = true;
    }
    const to = isCurrent ? { name, offset } : { name, sfi, offset };
    const written = await exchange(session, updateBinary(to, bytes));
    if (!written.ok) return done > 0 ? fail(afterWriting(written.failure)) : written;
    isCurrent = true;
    done += bytes.length;
    onSent(done, total);
  }
  return ok(done);
}
