import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
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
parentPort?.postMessage(await suite?.run(work.run));
