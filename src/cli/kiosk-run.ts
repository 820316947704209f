import type { LoadedConfig } from '../main/config/load.ts';
import { holdData } from '../main/journal/hold.ts';
import { assembleKiosk, type Kiosk } from '../main/kiosk.ts';
import type { ReaderPort } from '../main/reader/port.ts';
import type { Log } from '../main/visit/services.ts';
import { type Failure, failure } from '../shared/contract/failure.ts';
import type { ExitCode } from './exit-codes.ts';
import { type Output, tellFailure } from './output.ts';
import { type BindingName, openReaders, watchMissing } from './reader.ts';
import { drainOutbox } from './visit/drain.ts';
import { type Ending, endingOf } from './visit/ending.ts';
import { tellEnding } from './visit/tell-ending.ts';
import { type Decided, followLog } from './visit/visit-log.ts';

/** What somebody who follows a kiosk in this process knows of it. */
export interface KioskRun {
  readonly kiosk: Kiosk;
  /** Why no token can come now: no service, no reader. */
  readonly missing: () => Failure | null;
  /** The last step that failed. */
  readonly lastFailure: () => Failure | null;
  /** The host's last decision about a visit. */
  readonly decided: () => Decided;
  /** Aborted by Ctrl+C and SIGTERM. */
  readonly stopping: AbortSignal;
}

export interface KioskRunOptions {
  readonly loaded: LoadedConfig;
  readonly binding: BindingName | undefined;
  /** The kiosk's log goes to standard error. */
  readonly log: boolean;
  readonly output: Output;
  /** Name of the last line with `--json`. */
  readonly event: 'visit' | 'job';
  /** Puts something between the kiosk and its readers. */
  readonly wrap?: (reader: ReaderPort) => ReaderPort;
  /** Called before the kiosk starts; the kiosk ends with what it gives. */
  readonly follow: (run: KioskRun) => Promise<Ending>;
}

/** Runs the kiosk without its window until what is followed has ended, tells how, and gives the exit code. */
export async function runKiosk(options: KioskRunOptions): Promise<ExitCode> {
  const { loaded, output, event, follow, wrap = (reader) => reader } = options;
  const stderr: Log = (name, facts = {}) => {
    if (options.log) process.stderr.write(`${JSON.stringify({ event: name, ...facts })}\n`);
  };
  const held = holdData(loaded.config.data.directory);
  if (!held.ok) return tellFailure(output, held.failure);
  if (held.value === null)
    return tellFailure(output, failure('journal-unavailable', 'another kiosk runs on this data folder'));
  const { log, lastFailure, decided, untold } = followLog(stderr);
  const binding = options.binding ?? loaded.config.reader.binding;
  const reader = wrap(openReaders(binding, (line) => log('reader', { line })));
  const missing = watchMissing(reader);
  const assembled = assembleKiosk({ loaded, reader, log });
  if (!assembled.ok) {
    held.value.release();
    return tellFailure(output, assembled.failure);
  }
  const kiosk = assembled.value;
  const stopper = new AbortController();
  const stop = () => stopper.abort();
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const before = kiosk.journal.outboxCounts();
  const ending = follow({ kiosk, missing, lastFailure, decided, stopping: stopper.signal });
  kiosk.start();
  const confirmed = async (limit: number) =>
    (await drainOutbox(kiosk.journal, limit, before.ok ? before.value.rejected : 0)) && !untold();
  /** What is shown by now, if the host has answered that another token had taken the place. */
  const refused = () => {
    const { screen } = kiosk.runner.snapshot();
    return screen.screen === 'refused' ? endingOf(screen, null, true) : null;
  };
  const code = await tellEnding(await ending, { confirmed, refused }, output, event);
  await kiosk.stop();
  held.value.release();
  process.off('SIGINT', stop).off('SIGTERM', stop);
  return code;
}
