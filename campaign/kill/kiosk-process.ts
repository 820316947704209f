import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { assembleKiosk } from '../../src/main/kiosk.ts';
import { nodeCardProcesses } from '../../src/main/reader/card-process/spawn-node.ts';
import { superviseReaders } from '../../src/main/reader/supervisor.ts';
import { must } from '../../src/shared/testing/results.ts';
import type { Screen } from '../../src/shared/visit/snapshot.ts';
import { type FromKiosk, ScreenSchema, SetupSchema, ToKioskSchema } from './kiosk-wire.ts';
import { onMessages, post } from './wire.ts';

/** A kiosk without its window, for the campaign to kill: `node kiosk-process.ts SETUP`. */
const setup = SetupSchema.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
const customer = connect(setup.customer);
const tell = (message: FromKiosk): void => post(customer, message);
const log = (event: string, facts: Readonly<Record<string, unknown>> = {}): void =>
  tell({ type: 'log', line: `${event} ${JSON.stringify(facts)}` });

const { journal, runner, start } = must(
  assembleKiosk({
    loaded: {
      file: 'campaign',
      credential: setup.credential,
      tls: {},
      keys: new Map([[setup.key.keyId, new Uint8Array(Buffer.from(setup.key.publicKey, 'base64url'))]]),
      config: {
        kiosk: { id: setup.kiosk, branch: 'Campaign', mode: setup.mode, language: 'en' },
        host: { url: setup.url, timeoutMs: 8_000 },
        trust: { keys: [] },
        reader: { binding: 'auto', timeoutMs: 10_000 },
        data: { directory: setup.folder },
        staff: { members: [] },
        receipts: {},
        window: { kiosk: false, width: 1080, height: 1920 },
      },
    },
    reader: superviseReaders({
      spawnCardProcess: nodeCardProcesses(path.join(import.meta.dirname, 'card-process.ts')),
      log: (line) => log('reader', { line }),
    }),
    log,
  }),
);

function status(): FromKiosk {
  const { queued, rejected } = must(journal.outboxCounts());
  return { type: 'status', open: must(journal.openIntents()).length, queued, rejected };
}

const show = (revision: number, screen: Screen): void =>
  tell({ type: 'screen', revision, screen: ScreenSchema.parse(screen) });

// Without the campaign nobody would end this process.
customer.on('close', () => process.exit());
onMessages(customer, ToKioskSchema, (message) => {
  if (message.type === 'status') return tell(status());
  const acted = message.type === 'act' ? runner.act(message.action) : runner.actOnJob(message.action);
  if (!acted.ok) log('not-possible', { ...acted.failure });
});
tell({ type: 'hello', pid: process.pid });
runner.onSnapshot(({ revision, screen }) => show(revision, screen));
start();
