import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Journal } from './journal.ts';
import { openJournal } from './open.ts';
import { type Line, linesOf } from './testing/lines.ts';
import { must, scratch } from './testing/samples.ts';

const WRITER = fileURLToPath(new URL('testing/writer.ts', import.meta.url));

/** Runs the writer until it has said `count` lines, kills it without warning and gives all that it said. */
async function killedAfter(path: string, count: number): Promise<Line[]> {
  const child = spawn(process.execPath, [WRITER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    output += text;
    if (linesOf(output).length >= count) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  expect(signal).toBe('SIGKILL');
  return linesOf(output);
}

/** How far each intent got, by the last step that was acknowledged. */
const lastSteps = (lines: readonly Line[]) => new Map(lines.map(({ id, step }) => [id, step]));

function expectAcknowledged(journal: Journal, lines: readonly Line[]) {
  const open = new Map(must(journal.openIntents()).map((intent) => [intent.id, intent.state]));
  const queued = new Set(must(journal.due(Date.now(), 100_000)).map(({ visitId }) => visitId));
  for (const { id, visitId, step } of lines) {
    if (step === 'closed') expect([open.has(id ?? ''), queued.has(visitId ?? '')]).toEqual([false, true]);
  }
  for (const [id, step] of lastSteps(lines)) {
    // The step after the last acknowledged one may have been committed as well: it was never denied.
    if (step === 'opened') expect(['open', 'written']).toContain(open.get(id ?? ''));
    if (step === 'written') expect(['written', undefined]).toContain(open.get(id ?? ''));
  }
  expect(open.size).toBeLessThanOrEqual(1);
}

test('all that the journal acknowledged is there after the process is killed, time after time', async () => {
  const { path, remove } = scratch();
  try {
    const said: Line[] = [];
    for (const count of [1, 2, 3, 7, 50, 203]) {
      const lines = await killedAfter(path, count);
      said.push(...lines);
      const { journal, notice } = must(openJournal({ path, now: Date.now }));
      expect(notice).toBeNull();
      expectAcknowledged(journal, lines);
      for (const { id } of must(journal.openIntents())) must(journal.closeIntent(id, 'interrupted'));
      journal.close();
    }
    const { journal } = must(openJournal({ path, now: Date.now }));
    const closed = said.filter(({ step }) => step === 'closed').map(({ visitId }) => visitId);
    const queued = must(journal.due(Date.now(), 100_000)).map(({ visitId }) => visitId);
    expect(queued).toEqual(expect.arrayContaining(closed));
    expect(closed.length).toBeGreaterThan(50);
    journal.close();
  } finally {
    remove();
  }
});
