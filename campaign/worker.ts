import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { type FromWorker, relay } from './progress.ts';
import { SUITES } from './suites.ts';

const WorkSchema = z.object({
  suite: z.string(),
  run: z.object({
    seed: z.number(),
    cases: z.number(),
    only: z.null(),
    worker: z.number(),
    workers: z.number(),
  }),
});

const work = WorkSchema.parse(workerData);
const suite = SUITES.find(({ name }) => name === work.suite);
const post = (message: FromWorker) => parentPort?.postMessage(message);
if (suite === undefined) throw new Error(`There is no suite ${work.suite}`);
relay(post);
post({ tally: await suite.run(work.run) });
