import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';

const MAIN = path.join(import.meta.dirname, 'testing/guarded-main.ts');
const SILENT_MS = 2_500;

/** A main process with its card process, both in service. */
async function start() {
  const main = spawn(process.execPath, [MAIN, String(SILENT_MS)], { stdio: ['pipe', 'pipe', 'pipe'] });
  onTestFinished(() => void main.kill('SIGKILL'));
  let told = '';
  main.stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  await once(main.stdout, 'data');
  return { main, told: () => told, cardProcess: childOf(main) };
}

function childOf({ pid }: ChildProcess): number {
  const [child] = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  return Number(child);
}

test('a main process that is busy for ever is ended by its card process, which says so', async () => {
  const { main, told } = await start();
  main.stdin.write('hang');
  expect(await once(main, 'close')).toEqual([null, 'SIGKILL']);
  expect(JSON.parse(told())).toMatchObject({ event: 'kiosk-hung', pid: main.pid, silentMs: SILENT_MS });
});

test('a main process that is stopped is ended as well', async () => {
  const { main } = await start();
  main.kill('SIGSTOP');
  expect(await once(main, 'exit')).toEqual([null, 'SIGKILL']);
});

test('a main process that lives is let be, and so is one that slept with all the machine', async () => {
  const { main, cardProcess, told } = await start();
  await wait(1.2 * SILENT_MS);
  for (const signal of ['SIGSTOP', 'SIGCONT'] as const) {
    process.kill(cardProcess, signal);
    main.kill(signal);
    await wait(1.2 * SILENT_MS);
  }
  expect({ code: main.exitCode, signal: main.signalCode, told: told() }).toEqual({
    ...{ code: null, signal: null, told: '' },
  });
});
