import { closeSync, openSync, readSync } from 'node:fs';

/** The largest file that people give us, in bytes: no configuration, key or description comes near it. */
export const MOST_FILE_BYTES = 1024 * 1024;

/**
 * The text of a file that people name. It is read no further than `MOST_FILE_BYTES`, whatever it says of its own size,
 * so that a device or a disk image given by mistake is told and not swallowed. Throws as `readFileSync` does.
 */
export function readTextFile(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(MOST_FILE_BYTES + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(file, bytes, length, bytes.length - length, null);
    if (length > MOST_FILE_BYTES) throw new Error(`it is larger than ${MOST_FILE_BYTES} bytes`);
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
