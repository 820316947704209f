import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { resolveElectron } from '../scripts/electron.ts';
import type { Kiosk } from './world/kiosk.ts';
import { expect, test } from './world/test.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const SUPERVISOR = path.join(ROOT, 'scripts/kiosk.ts');

/** The main process that the supervisor started last. */
function mainProcess({ app }: Kiosk): number {
  const began = [...app.output().matchAll(/"event":"kiosk-begins","pid":(\d+)/g)].at(-1)?.[1];
  return z.coerce.number().int().positive().parse(began);
}

/** Kills the main process as the kernel does, and waits until the supervisor's next one has drawn its window. */
async function comesBack(kiosk: Kiosk, where: string): Promise<void> {
  await kiosk.logged('page-ready');
  await kiosk.logged('kiosk-started');
  const [ended] = kiosk.log('kiosk-ended');
  const [ready] = kiosk.log('page-ready');
  const ms = Date.parse(ready?.at ?? '') - Date.parse(ended?.at ?? '');
  console.log(`killed ${where}: the kiosk's window is back after ${ms} ms`);
  await kiosk.lookAgain();
}

function killMain(kiosk: Kiosk): void {
  kiosk.turnPage();
  process.kill(mainProcess(kiosk), 'SIGKILL');
}

test('a kiosk that is killed again and again goes on each time with the card that lies there', async ({
  branch,
  host,
  makeCard,
}) => {
  const kiosk = await branch.kiosk({ supervised: true });
  const card = await makeCard({ requested: 'both', earned: 83 });
  await kiosk.shows('attract');
  killMain(kiosk);
  await comesBack(kiosk, 'with nobody there');

  await kiosk.offers(card);
  await card.ask({ do: 'arm', fault: { type: 'tear', at: 'byte', nth: 140, leave: 'garbage' } });
  await kiosk.accept();
  await expect.poll(async () => (await card.ask({ do: 'status' })).present).toBe(false);
  killMain(kiosk);
  expect((await card.ask({ do: 'insert' })).imageSequence).toBe(3);
  await branch.server.kill();
  await comesBack(kiosk, 'in mid-write, the card torn');
  await kiosk.shows('done', 'Done. Take your card');
  expect(kiosk.states()).toEqual(['reading', 'writing', 'done']);
  const { imageSequence, indicator, counters } = await card.ask({ do: 'status' });
  expect({ imageSequence, indicator }).toMatchObject({ imageSequence: 4, indicator: { state: 'clear' } });

  // The host has not heard of it yet.
  killMain(kiosk);
  await branch.server.restart();
  await comesBack(kiosk, 'before the host was told');
  await kiosk.shows('done', 'All up to date. Take your card');
  await host.hears(card.tokenId, 'current', 'updated');
  expect((await host.token(card.tokenId)).requests).toMatchObject([{ status: 'served' }]);
  expect((await card.ask({ do: 'status' })).counters.pageWrites).toBe(counters.pageWrites);
  expect(await kiosk.app.stop()).toEqual({ code: 0, signal: null });
});

test('a kiosk whose main process stands still is ended, and the card that lies there is served by the next one', async ({
  branch,
  makeCard,
}) => {
  const kiosk = await branch.kiosk({ supervised: true });
  const card = await makeCard({ requested: 'both' });
  await kiosk.offers(card);
  kiosk.turnPage();
  process.kill(mainProcess(kiosk), 'SIGSTOP');
  await kiosk.logged('kiosk-hung');
  await comesBack(kiosk, 'as one that stood still');
  await kiosk.accept();
  await kiosk.shows('done', 'Done. Take your card');
  expect((await card.ask({ do: 'status' })).indicator).toMatchObject({ state: 'clear' });
});

/** Puts noise in the place of all but the first page, and makes its user read it anew. */
function damage(journal: string): void {
  const db = new Database(journal);
  db.exec("INSERT INTO setting (key, value) VALUES ('from-outside', '1')");
  db.pragma('wal_checkpoint(TRUNCATE)');
  const page = z.number().parse(db.pragma('page_size', { simple: true }));
  db.close();
  const whole = readFileSync(journal);
  writeFileSync(journal, whole.fill(0xa5, page));
}

test('a journal that is damaged while the kiosk runs is set aside by its next start, and the card that lies there is served', async ({
  branch,
  host,
  makeCard,
}) => {
  const kiosk = await branch.kiosk({ supervised: true });
  const card = await makeCard({ requested: 'both', earned: 7 });
  await kiosk.shows('attract');
  kiosk.turnPage();
  damage(path.join(branch.kioskData, 'journal.db'));
  await card.ask({ do: 'insert' });
  await kiosk.logged('journal-damaged-in-use');
  await kiosk.logged('journal-set-aside');
  await kiosk.logged('page-ready');
  await kiosk.lookAgain();
  await kiosk.shows('offer');
  await kiosk.accept();
  await kiosk.shows('done', 'Done. Take your card');
  await host.hears(card.tokenId, 'updated');
  expect(await kiosk.app.stop()).toEqual({ code: 0, signal: null });
});

test('a configuration that is not right is not tried again', async () => {
  const testInfo = test.info();
  const file = testInfo.outputPath('kiosk.json');
  writeFileSync(file, '{}');
  const data = `--user-data-dir=${testInfo.outputPath('data')}`;
  const child = spawn(process.execPath, [SUPERVISOR, data, `--config=${file}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaints = text(child.stderr);
  expect(await once(child, 'close')).toEqual([78, null]);
  expect((await complaints).match(/kiosk-begins/g)).toHaveLength(1);
});

test('a second kiosk with a window of its own does not begin on the data of the first', async ({
  branch,
  kiosk,
}) => {
  const { env } = branch.launchOptions();
  const runtime = resolveElectron();
  const data = `--user-data-dir=${test.info().outputPath('data')}`;
  const second = spawn(runtime.path, [...runtime.args, ROOT, data], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said = text(second.stdout);
  expect(await once(second, 'close')).toEqual([75, null]);
  expect(await said).toContain('"event":"already-running"');
  expect(await said).not.toContain('"event":"kiosk-started"');
  await kiosk.shows('attract');
});
