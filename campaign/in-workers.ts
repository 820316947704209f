import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FromWorker } from './progress.ts';
import type { Run, Suite } from './suite.ts';
import { hearNews, joined, type News, type Tally, tellNews } from './tally.ts';

const WORKER = new URL('worker.ts', import.meta.url);

function inWorker(suite: Suite, run: Run): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: { suite: suite.name, run } });
    worker.on('message', (message: FromWorker) => {
      if ('news' in message) tellNews(message.news);
      else resolve(message.tally);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`A worker ended with ${code} before it had counted`)));
  });
}

/**
 * Runs a suite's cases, in as many threads as the machine has processors where the suite allows it. `hear` is told how
 * it goes on.
 */
export async function runSuite(
  suite: Suite,
  run: Omit<Run, 'worker' | 'workers'>,
  hear: (news: News) => void,
): Promise<Tally> {
  hearNews(hear);
  const workers = suite.parallel && run.only === null ? availableParallelism() : 1;
  if (workers === 1) return suite.run({ ...run, worker: 0, workers });
  const runs = Array.from({ length: workers }, (_, worker) => ({ ...run, worker, workers }));
  return joined(await Promise.all(runs.map((part) => inWorker(suite, part))), suite.metrics);
}
