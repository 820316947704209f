import { failure } from '../../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import { concatBytes } from '../../../shared/image/bytes.ts';
import type { TokenSession } from '../../reader/port.ts';
import { type CommandApdu, encodeCommand } from './command.ts';
import { failureOf, type StatusTable } from './status.ts';

/** One command to a token and how its answer is to be judged. */
export interface Command {
  /** For staff: what the command does to which file. */
  readonly name: string;
  readonly apdu: CommandApdu;
  /** The command's own status words. */
  readonly statusWords: StatusTable;
  /** Length that the response data must have, in bytes. */
  readonly length: number;
}

/** What the token said, whatever it was. */
export interface Answer {
  readonly data: Uint8Array;
  readonly sw: number;
}

const SW1_MORE = 0x61;
const SW1_WRONG_LE = 0x6c;
const GET_RESPONSE = 0xc0;
/** The longest response data field; GET RESPONSE brings at least one byte of it each time. */
const MOST_DATA = 65_536;
/** 65,536 bytes in parts of 256 are 256 parts; a token that needs many more never ends. */
const MOST_PARTS = 300;

async function send(session: TokenSession, apdu: CommandApdu): Promise<Result<Answer>> {
  const response = await session.transmit(encodeCommand(apdu));
  if (!response.ok) return response;
  const bytes = response.value;
  const at = bytes.length - 2;
  // PC/SC reports success with 0 bytes for a token that was pulled in mid-command.
  if (at < 0) return fail(failure('token-removed', 'the answer has no status word'));
  return ok({ data: bytes.subarray(0, at), sw: ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0) });
}

/**
 * Sends a command and returns the token's last word on it. Where T=0 needs it, the rest of the answer is
 * fetched with GET RESPONSE (61xx) and the command repeated once with the right Le (6Cxx).
 * Failures: those of `TokenSession.transmit`, and `token-answer-malformed`.
 */
export async function transact(session: TokenSession, apdu: CommandApdu): Promise<Result<Answer>> {
  let answer = await send(session, apdu);
  if (answer.ok && answer.value.sw >> 8 === SW1_WRONG_LE && apdu.ne !== undefined) {
    const right = answer.value.sw & 0xff || 256;
    answer = await send(session, { ...apdu, ne: right });
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let n = 0; answer.ok && answer.value.sw >> 8 === SW1_MORE; n++) {
    parts.push(answer.value.data);
    length += answer.value.data.length;
    if (n >= MOST_PARTS || length > MOST_DATA)
      return fail(failure('token-answer-malformed', `the answer does not end after ${length} bytes`));
    const ne = answer.value.sw & 0xff || 256;
    answer = await send(session, { cla: apdu.cla, ins: GET_RESPONSE, p1: 0, p2: 0, ne });
  }
  if (!answer.ok || parts.length === 0) return answer;
  return ok({ data: concatBytes(...parts, answer.value.data), sw: answer.value.sw });
}

/** Judges an answer by its status word, then by the length of its data. */
export function judge(command: Command, answer: Answer): Result<Uint8Array> {
  const refused = failureOf(command.name, answer.sw, command.statusWords);
  if (refused !== undefined) return fail(refused);
  if (answer.data.length !== command.length)
    return fail(
      failure(
        'token-answer-malformed',
        `${command.name}: ${answer.data.length} bytes instead of ${command.length}`,
      ),
    );
  return ok(answer.data);
}

/** Sends a command and returns its response data, of exactly the length that the command names. */
export async function exchange(session: TokenSession, command: Command): Promise<Result<Uint8Array>> {
  const answer = await transact(session, command.apdu);
  return answer.ok ? judge(command, answer.value) : answer;
}
