import { expect, test } from 'vitest';
import type { JobImages, JobKind } from '../../../shared/contract/transfer.ts';
import { digestOf, signImage } from '../../../shared/image/envelope.ts';
import { mergeImages } from '../../../shared/image/merge/merge.ts';
import type { Settlements } from '../../../shared/image/merge/report.ts';
import { DEFAULT_RULES } from '../../../shared/image/merge/rules.ts';
import type { CardImage } from '../../../shared/image/model.ts';
import { codeOf, must } from '../../../shared/testing/results.ts';
import type { Job } from '../../../shared/visit/job/state.ts';
import { FIRST, hostOf, inputs, jobOf, SECOND, SIGNER, writeOf } from '../../testing/job-host.ts';
import type { Services } from '../services.ts';
import { compose } from './job-compose.ts';
import { endJob } from './job-record.ts';
import type { KeptInputs } from './job-result.ts';
import { sign } from './job-sign.ts';

const POOL = 'cell POOL 5';
const SETTLED = [{ id: POOL, choice: 'keep-second' }] as const;
const { accountRef, watermark, cells, transactions } = FIRST;
const CONTENT = { accountRef, watermark, cells, transactions };

function merged(settlements: Settlements): Partial<CardImage> {
  const result = mergeImages({
    first: FIRST,
    second: SECOND,
    rules: DEFAULT_RULES,
    today: inputs().today,
    capacity: inputs().capacity,
    settlements,
  });
  if (result.status !== 'merged') throw new Error(JSON.stringify(result.conflicts));
  return result.content;
}

/** A job whose result was shown, at a host that then answers `images`. */
async function shown(kind: JobKind, images: () => Partial<JobImages> | object) {
  const { services, asked } = await hostOf((what) =>
    what === 'inputs' ? inputs() : { valid: true, first: null, ...images() },
  );
  const job = jobOf(kind);
  const kept: KeptInputs = new Map();
  must(await compose(services, kept, job));
  return { services, asked, job, kept };
}

test('images that carry what was shown are accepted for the second device', async () => {
  const { services, asked, job, kept } = await shown('synchronize', () => ({
    second: writeOf('synchronize', SECOND, CONTENT),
  }));
  const reply = must(await sign(services, kept, { job, settled: [] }));
  expect(reply).toMatchObject({
    type: 'images-signed',
    writes: [{ role: 'second', decision: { sequence: 8 }, change: { beforeKnown: true } }],
  });
  expect(asked.at(-1)?.body).toEqual({
    kiosk: 'desk-1',
    nonces: { first: job.first?.nonce, second: job.second?.nonce },
    inputs: {
      first: digestOf(signImage(FIRST, SIGNER)),
      second: digestOf(signImage(SECOND, SIGNER)),
    },
    settlements: {},
    staff: 'b.adler',
  });
});

test('a merge writes the second device, then the first, and is journaled with what staff settled before the host is asked', async () => {
  const content = merged({ [POOL]: 'keep-second' });
  const before: unknown[] = [];
  const at: { services?: Services } = {};
  const { services, asked, job, kept } = await shown('merge', () => {
    if (at.services !== undefined) before.push(...must(at.services.journal.recentJobs(1)));
    return { second: writeOf('merge', SECOND, content), first: writeOf('merge', FIRST, content) };
  });
  at.services = services;
  const reply = must(await sign(services, kept, { job, settled: SETTLED }));
  expect(reply).toMatchObject({ writes: [{ role: 'second' }, { role: 'first' }] });
  expect(asked.at(-1)?.body).toMatchObject({ settlements: { [POOL]: 'keep-second' } });
  expect(before).toMatchObject([
    { jobId: job.jobId, staffId: 'b.adler', settlements: { [POOL]: 'keep-second' }, endedAt: null },
  ]);
  endJob(services, kept, { job, outcome: 'updated' });
  expect(must(services.journal.recentJobs(1))).toMatchObject([
    { outcome: 'updated', settlements: { [POOL]: 'keep-second' } },
  ]);
});

test('while a conflict is open the host is not asked and nothing is journaled', async () => {
  const { services, asked, job, kept } = await shown('merge', () => ({}));
  expect(codeOf(await sign(services, kept, { job, settled: [] }))).toBe('action-not-possible');
  expect(asked).toHaveLength(1);
  expect(must(services.journal.recentJobs(1))).toEqual([]);
});

const richer = {
  ...CONTENT,
  cells: cells.map((cell) =>
    cell.kind === 'purse'
      ? { ...cell, payload: { ...cell.payload, balance: cell.payload.balance + 1 } }
      : cell,
  ),
};
const honest = writeOf('synchronize', SECOND, CONTENT);

test.each<[string, object, string]>([
  ['an image with a cent more', { second: writeOf('synchronize', SECOND, richer) }, 'host-answer-malformed'],
  [
    'an image without a transaction',
    { second: writeOf('synchronize', SECOND, { ...CONTENT, transactions: transactions.slice(1) }) },
    'host-answer-malformed',
  ],
  [
    'an image of another issuer',
    { second: writeOf('synchronize', { ...SECOND, issuer: 'OTHER' }, CONTENT) },
    'host-answer-malformed',
  ],
  ['an image for another token', { second: writeOf('synchronize', FIRST, CONTENT) }, 'image-token-wrong'],
  [
    'an image for another generation',
    { second: writeOf('synchronize', { ...SECOND, generation: 2 }, CONTENT) },
    'image-generation-wrong',
  ],
  [
    'an image that is not newer',
    { second: writeOf('synchronize', { ...SECOND, sequence: SECOND.sequence - 1 }, CONTENT) },
    'image-sequence-old',
  ],
  ['another digest than announced', { second: { ...honest, digest: 'a'.repeat(64) } }, 'image-digest-wrong'],
  ['another sequence than announced', { second: { ...honest, sequence: 9 } }, 'host-answer-malformed'],
  ['an image for another purpose', { second: { ...honest, reason: 'replace' } }, 'host-answer-malformed'],
  [
    'an image for the first device, too',
    { second: honest, first: writeOf('synchronize', FIRST, CONTENT) },
    'host-answer-malformed',
  ],
])('%s is not written', async (_, images, code) => {
  const { services, job, kept } = await shown('synchronize', () => images);
  expect(codeOf(await sign(services, kept, { job, settled: [] }))).toBe(code);
});

test('a merge without an image for the first device is not written', async () => {
  const { services, job, kept } = await shown('merge', () => ({
    second: writeOf('merge', SECOND, merged({ [POOL]: 'keep-first' })),
  }));
  const settled = [{ id: POOL, choice: 'keep-first' }] as const;
  expect(codeOf(await sign(services, kept, { job, settled }))).toBe('host-answer-malformed');
});

test('the settlements that were shown count, not others that the host merged under', async () => {
  const content = merged({ [POOL]: 'keep-first' });
  const { services, job, kept } = await shown('merge', () => ({
    second: writeOf('merge', SECOND, content),
    first: writeOf('merge', FIRST, content),
  }));
  expect(codeOf(await sign(services, kept, { job, settled: SETTLED }))).toBe('host-answer-malformed');
});

test('the first device of a replacement is never written, whatever the host sends', async () => {
  const { services, kept, job } = await shown('replace', () => ({
    second: writeOf('replace', SECOND, CONTENT),
    first: writeOf('replace', FIRST, CONTENT),
  }));
  const absent: Job = { ...job, first: job.first && { ...job.first, on: null } };
  expect(codeOf(await sign(services, kept, { job: absent, settled: [] }))).toBe('host-answer-malformed');
});

test('a job that is over is not signed, and its record says how it ended', async () => {
  const { services, asked, job, kept } = await shown('synchronize', () => ({ second: honest }));
  endJob(services, kept, { job, outcome: 'declined' });
  expect(codeOf(await sign(services, kept, { job, settled: [] }))).toBe('action-not-possible');
  expect(asked).toHaveLength(1);
  expect(must(services.journal.recentJobs(1))).toMatchObject([{ jobId: job.jobId, outcome: 'declined' }]);
});
