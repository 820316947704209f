import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { createJournal } from './journal.ts';
import { openDatabase, openJournal } from './open.ts';
import { linesOf } from './testing/lines.ts';
import { must, NOON, sampleIntent, sampleOutcome, scratch } from './testing/samples.ts';

const WRITER = fileURLToPath(new URL('testing/writer.ts', import.meta.url));
/** A mount namespace of its own: as root, or in a user namespace where the machine allows one. */
const UNSHARE = process.getuid?.() === 0 ? ['-m'] : ['-r', '-m'];
const canMount = spawnSync('unshare', [...UNSHARE, 'true']).status === 0;

/** Runs the writer on a file system of `size` with the database at `folder`/journal.db until it ends by itself. */
function writeUntilFull(folder: string, size: string, options = '', before = 'true') {
  const copyOut = `cp "$0"/full/journal.db* "$0"/kept/`;
  const script = `mkdir "$0"/full "$0"/kept && mount -t tmpfs -o size=${size}${options} tmpfs "$0"/full && ${before} && "$1" "$2" "$0"/full/journal.db; ${copyOut}`;
  const run = spawnSync('unshare', [...UNSHARE, 'sh', '-c', script, folder, process.execPath, WRITER], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return linesOf(run.stdout);
}

test('a journal that may not grow refuses writes, keeps what it has and works when there is room', () => {
  const { path, remove } = scratch();
  onTestFinished(remove);
  const { db } = must(openDatabase({ path, now: () => NOON }));
  const journal = createJournal(db, () => NOON);
  const kept = must(journal.openIntent(sampleIntent()));
  const pages = Number(db.pragma('page_count', { simple: true }));
  db.pragma(`max_page_count = ${pages}`);
  const refused = journal.openIntent(
    sampleIntent({ tokenId: 'f'.repeat(16), image: new Uint8Array(30_000) }),
  );
  expect(refused).toMatchObject({ ok: false, failure: { code: 'journal-full', tokenEffect: 'none' } });
  expect(must(journal.openIntents())).toEqual([kept]);
  db.pragma(`max_page_count = ${pages + 100}`);
  must(journal.closeIntentWithOutcome(kept.id, sampleOutcome({ outcome: 'updated' })));
  journal.close();
});

if (canMount) {
  test('a disk that runs full ends in failures, and nothing acknowledged is lost', () => {
    const { folder, remove } = scratch();
    onTestFinished(remove);
    const lines = writeUntilFull(folder, '600k');
    expect(lines.at(-1)?.failure?.code).toBe('journal-full');
    const closed = lines.filter(({ step, failure }) => step === 'closed' && failure === undefined);
    expect(closed.length).toBeGreaterThan(5);
    const { journal, notice } = must(
      openJournal({ path: join(folder, 'kept', 'journal.db'), now: () => NOON }),
    );
    expect(notice).toBeNull();
    const queued = must(journal.due(Date.now(), 10_000)).map(({ visitId }) => visitId);
    expect(queued).toEqual(expect.arrayContaining(closed.map(({ visitId }) => visitId)));
    journal.close();
  });

  test('a disk without room for a new journal, or one that may not be written, is a failure at opening', () => {
    for (const [size, options, code] of [
      ['16k', '', 'journal-full'],
      ['1m', ',ro', 'journal-unavailable'],
    ] as const) {
      const { folder, remove } = scratch();
      onTestFinished(remove);
      expect(writeUntilFull(folder, size, options)).toMatchObject([{ step: 'opening', failure: { code } }]);
    }
  });

  test('a damaged journal on a full disk stays in its place, whole, and is set aside when there is room', () => {
    const { folder, path, remove } = scratch();
    onTestFinished(remove);
    const { journal } = must(openJournal({ path, now: () => NOON }));
    for (let n = 0; n < 200; n++) must(journal.enqueueOutcome(crypto.randomUUID(), sampleOutcome()));
    journal.close();
    const damaged = readFileSync(path);
    damaged.fill(0, 0, 4096);
    writeFileSync(path, damaged);
    const size = Math.ceil(damaged.length / 1024) + 40;
    const lines = writeUntilFull(folder, `${size}k`, '', 'cp "$0"/journal.db "$0"/full/');
    expect(lines).toMatchObject([{ step: 'opening', failure: { code: 'journal-full' } }]);
    expect(readdirSync(join(folder, 'kept'))).toEqual(['journal.db']);
    expect(readFileSync(join(folder, 'kept', 'journal.db')).equals(damaged)).toBe(true);
    const again = must(openJournal({ path: join(folder, 'kept', 'journal.db'), now: () => NOON }));
    expect(again.notice?.salvaged.outcomes).toBe(200);
    again.journal.close();
  });
} else
  test('not run here: disks that are full or read-only. Nothing can be mounted: run it as root', () => {
    expect(canMount).toBe(false);
  });
