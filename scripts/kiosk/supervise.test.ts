import { mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { supervise } from './supervise.ts';

/** Runs a process that counts its starts in `file` and ends each time as the list says. */
async function run(
  endings: readonly string[],
  { stop, steadyMs = 60_000 }: { readonly stop?: AbortController; readonly steadyMs?: number } = {},
) {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'recard-starts-')), 'starts');
  writeFileSync(file, '');
  const watcher = stop === undefined ? undefined : watch(file, () => stop.abort());
  const script = `
    const fs = require('node:fs');
    fs.appendFileSync(process.argv[1], '.');
    const nth = fs.readFileSync(process.argv[1], 'utf8').length;
    const ending = ${JSON.stringify(endings)}[nth - 1];
    if (ending === 'killed') process.kill(process.pid, 'SIGKILL');
    else if (ending === 'stays') setInterval(() => {}, 1000);
    else process.exit(Number(ending));`;
  const waits: unknown[] = [];
  const code = await supervise({
    command: process.execPath,
    args: ['-e', script, file],
    env: process.env,
    restartMs: 5,
    longestMs: 20,
    steadyMs,
    log: (event, facts) => event === 'kiosk-ended' && waits.push(facts.restartInMs),
    ...(stop === undefined ? {} : { signal: stop.signal }),
  });
  watcher?.close();
  const starts = readFileSync(file, 'utf8').length;
  rmSync(path.dirname(file), { recursive: true });
  return { code, starts, waits };
}

test('a kiosk that is killed or fails is started again, with longer waits', async () => {
  const { code, starts, waits } = await run(['killed', '1', 'killed', 'killed', '0']);
  expect({ code, starts, waits }).toEqual({ code: 0, starts: 5, waits: [5, 10, 20, 20] });
});

test('a kiosk that was in service before is started again at once, however often it is killed', async () => {
  expect(await run(['killed', 'killed', 'killed', '0'], { steadyMs: 1 })).toMatchObject({ waits: [5, 5, 5] });
});

test('a kiosk that finds another one running tries again, for that one may have nobody to start it anew', async () => {
  expect(await run(['75', '75', '0'])).toEqual({ code: 0, starts: 3, waits: [5, 10] });
});

test('staff who leave the kiosk, and a configuration that is not right, are the end of it', async () => {
  expect(await run(['0'])).toMatchObject({ code: 0, starts: 1 });
  expect(await run(['78'])).toMatchObject({ code: 78, starts: 1 });
});

test('a kiosk that cannot be begun is tried again, like one that has ended', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'recard-begin-'));
  const command = path.join(folder, 'kiosk');
  const events: string[] = [];
  const code = await supervise({
    command,
    args: [],
    restartMs: 5,
    longestMs: 20,
    log: (event) => {
      events.push(event);
      if (events.filter((name) => name === 'kiosk-not-begun').length === 2)
        writeFileSync(command, '#!/bin/sh\nexit 0\n', { mode: 0o700 });
    },
  });
  rmSync(folder, { recursive: true });
  expect(code).toBe(0);
  expect(events.filter((name) => name === 'kiosk-not-begun')).toHaveLength(2);
});

test('a supervisor that is asked to end takes the kiosk along', async () => {
  expect(await run(['stays'], { stop: new AbortController() })).toMatchObject({ starts: 1, waits: [] });
});
