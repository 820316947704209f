import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Failure } from '../shared/contract/failure.ts';
import { failure } from '../shared/contract/failure.ts';
import type { JobAction, UserAction } from '../shared/contract/ipc.ts';
import { fail, ok, type Result } from '../shared/contract/result.ts';
import type { StaffMember } from '../shared/contract/staff.ts';
import type { Snapshot } from '../shared/visit/snapshot.ts';
import { type Clock, SYSTEM_CLOCK } from './clock.ts';
import type { LoadedConfig } from './config/load.ts';
import type { Journal } from './journal/journal.ts';
import { onceJournalOpens } from './journal/once-opens.ts';
import { openJournal } from './journal/open.ts';
import { tidyFiles } from './journal/tidy-files.ts';
import { watchForDamage } from './journal/watch-for-damage.ts';
import type { ReaderPort } from './reader/port.ts';
import { createHostClient } from './sync/host-client.ts';
import { createOutboxPump } from './sync/outbox-pump.ts';
import { VisitRunner } from './visit/runner.ts';
import type { Log } from './visit/services.ts';

const DAY_MS = 24 * 3_600_000;
/** Settled records, copies of older journals and saved receipts are kept this long, in milliseconds. */
const KEPT_MS = 90 * DAY_MS;
/** What the host refused is kept for staff this long, in milliseconds: a clock that is a year ahead drops nothing new. */
const REFUSED_KEPT_MS = 400 * DAY_MS;
/** A kiosk that is never switched off forgets as well, this often, in milliseconds. */
const PRUNE_EVERY_MS = DAY_MS;

/** A kiosk without its window: the CLI and the application run the same one. */
export interface Kiosk {
  readonly runner: VisitRunner;
  readonly journal: Journal;
  start(): void;
  /** The machine is about to sleep: nothing new begins. */
  sleep(): void;
  /** The machine was asleep, or this process stopped: readers and host are looked for afresh. */
  wake(): Promise<void>;
  /** Ends what is under way; then the host is told what it was not told yet, for at most `drainMs`. */
  stop(drainMs?: number): Promise<void>;
}

export interface KioskParts {
  readonly loaded: LoadedConfig;
  readonly reader: ReaderPort;
  readonly log: Log;
  readonly clock?: Clock;
  /** The journal turned out to be damaged while it is in use: the next start sets it aside. */
  readonly journalDamaged?: () => void;
}

const journalOf = ({ config }: LoadedConfig): string => path.join(config.data.directory, 'journal.db');

/** Opens the journal and puts reader, host, outbox and visits together. Failures: those of the journal. */
export function assembleKiosk({
  loaded,
  reader,
  log,
  clock = SYSTEM_CLOCK,
  journalDamaged,
}: KioskParts): Result<Kiosk> {
  const { config, credential, keys, tls } = loaded;
  const { now } = clock;
  const began = now() - clock.steady();
  const file = journalOf(loaded);
  const opened = openJournal({ path: file, now });
  if (!opened.ok) return opened;
  const { notice } = opened.value;
  const journal = watchForDamage(opened.value.journal, file, (detail) => {
    log('journal-damaged-in-use', { detail });
    journalDamaged?.();
  });
  if (notice !== null) log('journal-set-aside', { ...notice });
  const prune = (): void => {
    const pruned = journal.prune(now() - KEPT_MS, now() - REFUSED_KEPT_MS);
    if (!pruned.ok) log('journal-not-pruned', { code: pruned.failure.code });
    else if (pruned.value > 0) log('refused-outcomes-forgotten', { outcomes: pruned.value });
    const files = tidyFiles(config.data.directory, file, now() - KEPT_MS);
    if (!files.ok) log('files-not-tidied', { code: files.failure.code, detail: files.failure.detail });
    else if (files.value.setAside > 0 || files.value.removed > 0) log('files-tidied', { ...files.value });
  };
  prune();
  let pruning: NodeJS.Timeout | undefined;
  const client = createHostClient({
    baseUrl: config.host.url,
    kiosk: config.kiosk.id,
    credential: () => credential,
    timeouts: { connectMs: Math.min(3_000, config.host.timeoutMs), totalMs: config.host.timeoutMs },
    tls,
  });
  const pump = createOutboxPump({
    ...{ outbox: journal, client, kiosk: config.kiosk.id, now, random: Math.random },
  });
  pump.onTrouble((why, entry) => {
    log('outbox-trouble', { code: why.code, detail: why.detail, visitId: entry?.visitId ?? null });
  });
  const { id, branch, mode } = config.kiosk;
  const demonstration = config.demonstration !== undefined;
  const staffSignIn = mode === 'desk' && config.staff.members.length > 0;
  const kiosk = { id, branch, mode, demonstration, staffSignIn };
  const runner = new VisitRunner({
    reader,
    host: client,
    pump,
    journal,
    keys,
    kiosk,
    now,
    steady: () => began + clock.steady(),
    newId: randomUUID,
    log,
  });
  return ok({
    runner,
    journal,
    start: () => {
      pruning = setInterval(prune, PRUNE_EVERY_MS);
      runner.start();
      pump.start();
    },
    sleep: () => runner.sleep(),
    wake: async () => {
      // Connections that slept are dead without knowing it.
      client.close();
      pump.recheck();
      await runner.wake();
    },
    stop: async (drainMs = 0) => {
      clearInterval(pruning);
      await runner.stop();
      await pump.drain(drainMs);
      await pump.stop();
      await reader.stop();
      client.close();
      journal.close();
    },
  });
}

/** What the window talks to: the kiosk's visits, or the reason why there can be none. */
export interface Visits {
  snapshot(): Snapshot;
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
  act(action: UserAction): Result<null>;
  actOnJob(action: JobAction): Result<null>;
  setStaff(member: StaffMember | null): void;
  isWriting(): boolean;
}

/** Calls `then` when a kiosk that had no journal, for `why`, could be assembled now: whoever makes room need not start it. */
export function onceThereIsAJournal(loaded: LoadedConfig, why: Failure, log: Log, then: () => void): void {
  onceJournalOpens({ path: journalOf(loaded), now: Date.now }, why, (notice) => {
    if (notice !== null) log('journal-set-aside', { ...notice });
    then();
  });
}

/** Without a journal nothing may be written: the screen says so until the kiosk is started again. */
export function visitsInTrouble(loaded: LoadedConfig, why: Failure): Visits {
  const { id, branch, mode } = loaded.config.kiosk;
  const impossible = () => fail(failure('action-not-possible', why.code));
  return {
    snapshot: () => ({
      revision: 1,
      now: Date.now(),
      screen: { screen: 'trouble', failure: why, token: null, reference: null, tokenPresent: false },
      online: true,
      branch,
      kiosk: id,
      mode,
      staff: null,
      staffSignIn: false,
      onReaders: [],
      demonstration: loaded.config.demonstration !== undefined,
    }),
    onSnapshot: () => () => {},
    act: impossible,
    actOnJob: impossible,
    setStaff: () => {},
    isWriting: () => false,
  };
}
