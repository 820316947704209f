import type { DockToken } from '../../shared/contract/ipc.ts';
import type { Config } from '../config/schema.ts';
import { inProcessReader } from '../reader/in-process.ts';
import type { ReaderPort } from '../reader/port.ts';
import { createDock, type Dock } from './dock.ts';
import { holdByControl, holdInProcess } from './hold.ts';

/** The simulated readers' names, where there is no PC/SC. They are shown wherever a reader is named. */
const SIMULATED = ['Simulated reader', 'Simulated reader 2'] as const;
const LOOK_MS = 400;

export interface Demonstration {
  readonly dock: Dock;
  /** The reader that stands in for PC/SC; `undefined` when the tokens lie in readers of real PC/SC. */
  readonly reader: ReaderPort | undefined;
  onChange(listener: (tokens: readonly DockToken[]) => void): () => void;
}

/** Takes hold of the demonstration's tokens: by their processes, or in this one where there is no PC/SC. */
export async function attachDemonstration({
  tokens,
}: NonNullable<Config['demonstration']>): Promise<Demonstration> {
  const inProcess = tokens.filter((token) => token.control === undefined);
  const readers = SIMULATED.slice(0, inProcess.some(({ reader }) => reader === 1) ? 2 : 1);
  const port = inProcess.length > 0 ? inProcessReader(readers) : undefined;
  const dock = createDock(tokens, (token) =>
    token.control === undefined && port !== undefined
      ? holdInProcess(token, port, SIMULATED[token.reader])
      : holdByControl(token.control ?? ''),
  );
  return { dock, reader: port, onChange: (listener) => watch(dock, listener) };
}

/** Tokens are pulled by themselves too, when they tear: the dock looks, and tells what changed. */
function watch(dock: Dock, listener: (tokens: readonly DockToken[]) => void): () => void {
  let last = '';
  const timer = setInterval(() => {
    void dock.list().then((list) => {
      const now = JSON.stringify(list);
      if (list.ok && now !== last) listener(list.value);
      last = now;
    });
  }, LOOK_MS);
  return () => clearInterval(timer);
}
