import type { DedicatedFile, ElementaryFile } from '../file-system/file.ts';
import { byShortIdentifier } from '../file-system/locate.ts';
import type { Memory } from '../memory/memory.ts';
import type { Answer } from './answer.ts';
import type { CommandApdu } from './command-apdu.ts';
import { SW } from './status.ts';

/** What lasts from one command to the next until the token loses power. */
export interface Session {
  readonly memory: Memory;
  currentDirectory: DedicatedFile;
  currentFile: ElementaryFile | undefined;
}

/** One command: what it does with the session, and its own status words. */
export type Command = (apdu: CommandApdu, session: Session) => Answer;

/**
 * The file that a command works on: the one with this short identifier, which becomes the current one
 * (ISO 7816-4, 7.2.1 and 7.3.1), or with 0 the current one. A number is the status word to refuse with.
 */
export function workingFile(session: Session, sfi: number): ElementaryFile | number {
  if (sfi === 0) return session.currentFile ?? SW.noCurrentFile;
  const file = byShortIdentifier(session.currentDirectory, sfi);
  if (file === undefined) return SW.fileNotFound;
  session.currentFile = file;
  return file;
}
