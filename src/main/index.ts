import { randomUUID } from 'node:crypto';
import inspector from 'node:inspector';
import path from 'node:path';
import { app, dialog, Menu } from 'electron';
import { failure } from '../shared/contract/failure.ts';
import type { Pushes } from '../shared/contract/ipc.ts';
import { fail, ok } from '../shared/contract/result.ts';
import { type LoadedConfig, loadConfig } from './config/load.ts';
import type { Demonstration } from './demonstration/attach.ts';
import { bindCalls, type Handlers } from './ipc/bind.ts';
import type { Kiosk, Visits } from './kiosk.ts';
import { electronCardProcesses } from './shell/card-process.ts';
import { deskRecords } from './shell/desk-records.ts';
import { harden, hardenSession } from './shell/harden.ts';
import { tellOfHelpers } from './shell/helpers.ts';
import { log } from './shell/log.ts';
import { PageKeeper } from './shell/page-keeper.ts';
import { followPower } from './shell/power.ts';
import { printReceipt, saveReceipt } from './shell/receipts.ts';
import { StaffDesk } from './shell/staff-desk.ts';
import { mayExit } from './shell/staff-exit.ts';
import { openDockWindow, openKioskWindow, type PageWindow } from './shell/windows.ts';

/** The composition root: the only file that constructs things, and nothing imports it. */

/** EX_TEMPFAIL and EX_CONFIG of sysexits.h: only the second one makes no sense to try again. */
const EXIT_AGAIN = 75;
const EXIT_CONFIGURATION = 78;
/** As of a process that SIGTERM ended. Only staff end a kiosk for good: whoever keeps it running starts it again. */
const EXIT_ASKED = 143;
const READERS_AT_LATEST_MS = 3_000;
/** For the host to hear what it was not told yet, when the kiosk is asked to end. The rest waits in the journal. */
const DRAIN_MS = 2_000;

function configurationFile(): string {
  const option = process.argv.find((argument) => argument.startsWith('--config='));
  return (
    option?.slice('--config='.length) ??
    process.env.RECARD_CONFIG ??
    path.join(app.getPath('userData'), 'kiosk.json')
  );
}

const push = <P extends keyof Pushes>(to: PageWindow | null, name: P, value: Pushes[P]): void => {
  if (to !== null && !to.window.isDestroyed()) to.window.webContents.send(name, value);
};

function receiptName(visits: Visits): string {
  const { screen } = visits.snapshot();
  const id = screen.screen === 'done' ? screen.receipt?.visitId : undefined;
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+Z/g, '');
  return `${stamp}-${(id ?? randomUUID()).slice(0, 8)}`;
}

/** What the pages may ask for. */
function handlers(
  loaded: LoadedConfig,
  visits: Visits,
  kiosk: Kiosk | null,
  demonstration: Demonstration | null,
  drawn: () => void,
  leave: () => void,
): Partial<Handlers> {
  const { receipts, staff, data } = loaded.config;
  const folder = receipts.directory ?? path.join(data.directory, 'receipts');
  const dock = demonstration?.dock;
  const desk =
    kiosk === null
      ? null
      : new StaffDesk({
          mode: loaded.config.kiosk.mode,
          members: staff.members,
          journal: kiosk.journal,
          now: Date.now,
          setStaff: (member) => visits.setStaff(member),
        });
  const noPins = fail(failure('journal-unavailable', 'the PIN cannot be checked'));
  const noRecords = fail(failure('action-not-possible', 'only staff who have signed in at a desk see these'));
  const noReceipt = fail(failure('action-not-possible', 'there is no receipt on the screen'));
  const hasReceipt = (): boolean => {
    const { screen } = visits.snapshot();
    return screen.screen === 'done' && screen.receipt !== null;
  };
  return {
    'kiosk:snapshot': () => ok(visits.snapshot()),
    'kiosk:ready': () => {
      log('page-ready');
      drawn();
      return ok(null);
    },
    'visit:act': (action) => visits.act(action),
    'job:act': (action) => visits.actOnJob(action),
    'staff:sign-in': async (pin) => {
      const signedIn = (await desk?.signIn(pin)) ?? noPins;
      if (!signedIn.ok) log('staff-not-signed-in', { code: signedIn.failure.code });
      return signedIn;
    },
    'staff:sign-out': () => desk?.signOut() ?? noPins,
    'staff:records': () => {
      if (kiosk === null) return noPins;
      const { mode, staff: member, staffSignIn } = visits.snapshot();
      return mode === 'desk' && (member !== null || !staffSignIn) ? deskRecords(kiosk.journal) : noRecords;
    },
    'receipt:print': (receipt) => (hasReceipt() ? printReceipt(receipt, receipts.printer) : noReceipt),
    'receipt:save': (receipt) =>
      hasReceipt() ? saveReceipt(receipt, folder, receiptName(visits)) : noReceipt,
    'staff:call': async () => {
      const call = {
        reference: randomUUID().slice(0, 6).toUpperCase(),
        screen: visits.snapshot().screen.screen,
      };
      const { id, branch } = loaded.config.kiosk;
      const { callStaff } = await import('./shell/staff-call.ts');
      const untold = await callStaff({ url: staff.callUrl, ca: loaded.tls.ca, kiosk: id, branch }, call);
      log('staff-called', { ...call, untold });
      return ok({ reference: call.reference, isHeard: untold === null });
    },
    'staff:exit': (pin) => {
      if (kiosk === null) return noPins;
      const isWriting = () => visits.isWriting();
      const allowed = mayExit({ pinHash: staff.pin, journal: kiosk.journal, isWriting, now: Date.now }, pin);
      log('staff-exit', { allowed: allowed.ok });
      if (allowed.ok) setImmediate(leave);
      return allowed;
    },
    ...(dock === undefined
      ? {}
      : {
          'dock:list': () => dock.list(),
          'dock:present': (id) => dock.present(id),
          'dock:pull': (id) => dock.pull(id),
          'dock:tear': (id) => dock.tear(id),
        }),
  };
}

async function run(loaded: LoadedConfig): Promise<void> {
  const { config } = loaded;
  let leaving = false;
  let isLeft = false;
  let ending: 'no' | 'stopping' | 'stopped' = 'no';
  const kioskWindow = openKioskWindow(config.window, config.kiosk.language, () => leaving);
  const page = new PageKeeper(kioskWindow, log);

  // Everything that is not the window is loaded while the browser starts.
  const { assembleKiosk, onceThereIsAJournal, visitsInTrouble } = await import('./kiosk.ts');
  const { holdData } = await import('./journal/hold.ts');
  // Electron's own lock is one of its data folder; the journal may lie elsewhere.
  const held = holdData(config.data.directory);
  if (held.ok && held.value === null) {
    log('already-running', { data: config.data.directory });
    app.exit(EXIT_AGAIN);
    return;
  }
  // Whatever keeps the lock from being taken keeps the journal from being opened, which has a screen.
  if (!held.ok) log('data-not-held', { ...held.failure });
  const demonstration = config.demonstration ? await simulated(config.demonstration) : null;
  const reader = demonstration?.reader ?? (await pcscReader(config.reader));
  const quit = (): void => {
    leaving = true;
    app.quit();
  };
  const assembled = assembleKiosk({ loaded, reader, log, journalDamaged: quit });
  if (!assembled.ok) {
    log('journal-not-opened', { ...assembled.failure });
    // Whoever keeps it running starts it again.
    onceThereIsAJournal(loaded, assembled.failure, log, () => app.exit(EXIT_AGAIN));
  }
  const kiosk = assembled.ok ? assembled.value : null;
  const visits: Visits = assembled.ok ? assembled.value.runner : visitsInTrouble(loaded, assembled.failure);

  const dockWindow = config.demonstration?.dock ? openDockWindow(config.window, config.kiosk.language) : null;
  const leave = (): void => {
    isLeft = true;
    quit();
  };
  const senders = { kiosk: () => kioskWindow.sender, dock: () => dockWindow?.sender ?? null };
  let begun = false;
  // The window first, then the readers: both want the processor, and only one of them is looked at.
  const begin = (): void => {
    if (begun) return;
    begun = true;
    if (kiosk === null) return;
    kiosk.start();
    followPower(kiosk, log);
  };
  const drawn = (): void => {
    page.ready();
    begin();
  };
  bindCalls(handlers(loaded, visits, kiosk, demonstration, drawn, leave), senders, log);
  kioskWindow.load();
  dockWindow?.load();
  visits.onSnapshot((snapshot) => push(kioskWindow, 'kiosk:snapshot', snapshot));
  demonstration?.onChange((tokens) => push(dockWindow, 'dock:list', tokens));

  app.on('second-instance', () => kioskWindow.window.focus());
  app.on('window-all-closed', leave);
  app.on('before-quit', (event) => {
    // Never in mid-write, whoever asks: the bytes on their way arrive first.
    if (visits.isWriting()) {
      event.preventDefault();
      log('quit-postponed');
      const stop = visits.onSnapshot(() => {
        if (visits.isWriting()) return;
        stop();
        quit();
      });
      return;
    }
    leaving = true;
  });
  app.on('will-quit', (event) => {
    if (ending === 'stopped') return;
    event.preventDefault();
    // Ctrl+C asks both this process and its supervisor, which asks again.
    if (ending === 'stopping') return;
    ending = 'stopping';
    void Promise.resolve(kiosk?.stop(DRAIN_MS)).finally(() => {
      ending = 'stopped';
      if (isLeft) app.quit();
      else app.exit(EXIT_ASKED);
    });
  });
  // A page that cannot come up must not keep a card from being finished.
  setTimeout(begin, READERS_AT_LATEST_MS);
  log('kiosk-started', { kiosk: config.kiosk.id, mode: config.kiosk.mode, file: loaded.file });
}

/** Loaded only where it is configured: a kiosk in a branch has no software tokens in it. */
async function simulated(
  config: NonNullable<LoadedConfig['config']['demonstration']>,
): Promise<Demonstration> {
  const { attachDemonstration } = await import('./demonstration/attach.ts');
  return attachDemonstration(config);
}

async function pcscReader({ binding, timeoutMs }: LoadedConfig['config']['reader']) {
  const { superviseReaders } = await import('./reader/supervisor.ts');
  return superviseReaders({
    spawnCardProcess: electronCardProcesses,
    binding,
    limits: { transmitMs: timeoutMs },
    // Where a debugger may hold this process, it only seems to hang.
    guarded: inspector.url() === undefined,
    log: (line) => log('reader', { line }),
  });
}

harden(log);
tellOfHelpers(log);
app.enableSandbox();
const loaded = loadConfig(configurationFile());
if (!loaded.ok) {
  log('configuration-invalid', { detail: loaded.failure.detail });
  dialog.showErrorBox('Recard cannot start: its configuration is not right', loaded.failure.detail);
  app.exit(EXIT_CONFIGURATION);
} else if (!app.requestSingleInstanceLock()) {
  log('already-running');
  app.exit(EXIT_AGAIN);
} else {
  const configured = loaded.value;
  Menu.setApplicationMenu(null);
  void app.whenReady().then(() => {
    hardenSession(log);
    return run(configured);
  });
}
