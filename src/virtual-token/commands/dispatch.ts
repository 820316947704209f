import { type Answer, status } from './answer.ts';
import { appendRecordCommand } from './append-record.ts';
import type { CommandApdu } from './command-apdu.ts';
import { readBinary } from './read-binary.ts';
import { readRecordCommand } from './read-record.ts';
import { select } from './select.ts';
import type { Command, Session } from './session.ts';
import { SW } from './status.ts';
import { updateBinary } from './update-binary.ts';
import { updateRecordCommand } from './update-record.ts';

const COMMANDS: Readonly<Record<number, Command>> = {
  164: select,
  176: readBinary,
  178: readRecordCommand,
  214: updateBinary,
  220: updateRecordCommand,
  226: appendRecordCommand,
};

/** Instructions that write to memory: what a cut counts. */
export const WRITING: ReadonlySet<number> = new Set([0xd6, 0xdc, 0xe2]);

/** The status word for a class byte that the token does not take (ISO 7816-4, 5.4.1), or `undefined`. */
export function classRefusal(cla: number): number | undefined {
  if (cla === 0x00) return undefined;
  if (cla >= 0x80 || (cla & 0xe0) === 0x20) return SW.classUnknown;
  if ((cla & 0x40) !== 0 || (cla & 0x03) !== 0) return SW.channelNotSupported;
  if ((cla & 0x10) !== 0) return SW.chainingNotSupported;
  return SW.secureMessagingNotSupported;
}

/** Executes one command on its file system. */
export function dispatch(apdu: CommandApdu, session: Session): Answer {
  const command = COMMANDS[apdu.ins];
  return command === undefined ? status(SW.instructionUnknown) : command(apdu, session);
}
