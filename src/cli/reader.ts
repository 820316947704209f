import path from 'node:path';
import { nodeCardProcesses } from '../main/reader/card-process/spawn-node.ts';
import type { ReaderEvent, ReaderPort } from '../main/reader/port.ts';
import { superviseReaders } from '../main/reader/supervisor.ts';
import { type Failure, failure } from '../shared/contract/failure.ts';
import { fail, ok, type Result } from '../shared/contract/result.ts';

const CARD_PROCESS = path.join(import.meta.dirname, '../main/reader/card-process/entry.ts');
export const BINDINGS = ['auto', 'pcsclite', 'pcsc-mini'] as const;
export type BindingName = (typeof BINDINGS)[number];

/** The readers of this machine, through the same supervisor as the kiosk's. */
export const openReaders = (binding: BindingName, log: (line: string) => void = () => {}): ReaderPort =>
  superviseReaders({ spawnCardProcess: nodeCardProcesses(CARD_PROCESS), binding, log });

/**
 * Waits for the first event that `pick` turns into something.
 * Failure after `seconds`: the last trouble of the service that was told, or else `late`.
 */
export async function waitFor<T>(
  port: ReaderPort,
  seconds: number,
  late: Failure,
  pick: (event: ReaderEvent) => T | undefined,
): Promise<Result<T>> {
  let down: Failure | null = null;
  let stop = (): void => {};
  let timer: NodeJS.Timeout | undefined;
  const found = new Promise<Result<T>>((resolve) => {
    timer = setTimeout(() => resolve(fail(down ?? late)), seconds * 1000);
    stop = port.subscribe((event) => {
      if (event.type === 'service') down = event.state === 'down' ? event.failure : null;
      const value = pick(event);
      if (value !== undefined) resolve(ok(value));
    });
    port.start();
  });
  const result = await found;
  clearTimeout(timer);
  stop();
  return result;
}

/** Watches a port from now on; tells why no token can come at this moment, `null` when one can. */
export function watchMissing(port: ReaderPort): () => Failure | null {
  let down: Failure | null = null;
  const readers = new Set<string>();
  port.subscribe((event) => {
    if (event.type === 'service') down = event.state === 'down' ? event.failure : null;
    else if (event.type === 'reader-attached') readers.add(event.reader);
    else if (event.type === 'reader-detached') readers.delete(event.reader);
  });
  return () => down ?? (readers.size === 0 ? failure('reader-missing', 'no reader is attached') : null);
}

/** The reader on which a token lies, or comes to lie within `seconds`; `only` restricts it to one reader. */
export const waitForToken = (port: ReaderPort, seconds: number, only?: string): Promise<Result<string>> =>
  waitFor(port, seconds, failure('token-removed', `no token within ${seconds} s`), (event) =>
    event.type === 'token-present' && (only === undefined || event.reader === only)
      ? event.reader
      : undefined,
  );
