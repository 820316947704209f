import { expect, test } from 'vitest';
import { signImage } from '../../../shared/image/envelope.ts';
import { DEFAULT_RULES } from '../../../shared/image/merge/rules.ts';
import { signRules } from '../../../shared/image/merge/signed-rules.ts';
import { codeOf, must } from '../../../shared/testing/results.ts';
import type { Job } from '../../../shared/visit/job/state.ts';
import {
  base64,
  FIRST,
  hostOf,
  inputs,
  jobOf,
  SECOND,
  SIGNER,
  STRANGER,
  signed,
} from '../../testing/job-host.ts';
import { compose, settleMerge } from './job-compose.ts';
import type { JobReply } from './job-reply.ts';
import type { KeptInputs } from './job-result.ts';

function previewOf(reply: JobReply) {
  if (reply.type !== 'previewed') throw new Error(reply.type);
  return reply.preview;
}

test('a synchronization is shown as what becomes of the second device, with its size', async () => {
  const { services, asked } = await hostOf(() => inputs());
  const job = jobOf('synchronize', { backupId: 'b-7' });
  const preview = previewOf(must(await compose(services, new Map(), job)));
  expect(preview).toMatchObject({ merge: null, transactionsAdded: 2, change: { beforeKnown: true } });
  const changed = preview.change.rows.filter(({ change }) => change !== 'same');
  expect(changed).toMatchObject([
    { programme: 'POOL', before: { level: 'Silver' }, after: { level: 'Gold' } },
  ]);
  expect(preview.bytes?.room).toBe(4096);
  expect(preview.bytes?.used).toBeLessThan(signImage(FIRST, SIGNER).length + 100);
  expect(asked).toEqual([
    {
      path: `/v1/jobs/${job.jobId}/inputs`,
      body: {
        kiosk: 'desk-1',
        nonces: { first: job.first?.nonce, second: job.second?.nonce },
        backupId: 'b-7',
      },
    },
  ]);
});

const blank = (job: Job): Job => {
  const { second } = job;
  if (second === null || second.on === null) throw new Error('there is no second device');
  const on = { ...second.on, report: { ...second.on.report, image: null } };
  return { ...job, second: { ...second, on } };
};

test.each(['replace', 'merge'] as const)(
  'to %s onto a new device is shown as all that comes onto it',
  async (kind) => {
    const { services } = await hostOf(() => inputs({ second: null }));
    const preview = previewOf(must(await compose(services, new Map(), blank(jobOf(kind)))));
    expect(preview).toMatchObject({ merge: null, bytes: { room: 4096 } });
    expect(preview.change.rows.every(({ change }) => change === 'added')).toBe(true);
  },
);

test('an image of a device that carries none is not shown', async () => {
  const { services } = await hostOf(() => inputs());
  const composed = await compose(services, new Map(), blank(jobOf('synchronize')));
  expect(codeOf(composed)).toBe('host-answer-malformed');
});

test('a conflict is open until it is settled, and open again once that is undone', async () => {
  const { services, asked } = await hostOf(() => inputs());
  const kept: KeptInputs = new Map();
  const job = jobOf('merge');
  const open = previewOf(must(await compose(services, kept, job)));
  expect(open).toMatchObject({ bytes: null, merge: { conflicts: [{ entry: 'cell', programme: 'POOL' }] } });
  const [conflict] = open.merge?.conflicts ?? [];
  const settled = [{ id: conflict?.id ?? '', choice: 'keep-second' as const }];
  const reply = must(settleMerge(kept, job, settled));
  expect(reply).toMatchObject({ type: 'previewed', settled });
  expect(previewOf(reply)).toMatchObject({
    bytes: { room: 4096 },
    merge: { conflicts: [], settled: [{ id: conflict?.id, choice: 'keep-second' }] },
  });
  expect(previewOf(must(settleMerge(kept, job, [])))).toEqual(open);
  expect(asked).toHaveLength(1);
});

test('what the host refuses ends the job with its reason', async () => {
  const refusal = { valid: false, reason: 'merge-needed', reference: 'T-77', quotaLeft: 1 };
  const { services } = await hostOf(() => refusal);
  expect(must(await compose(services, new Map(), jobOf('synchronize')))).toEqual({
    type: 'job-refused',
    reason: 'merge-needed',
    reference: 'T-77',
  });
});

test.each([
  ['an input that somebody else signed', { first: signed(FIRST, STRANGER) }, 'image-signature-wrong'],
  ['a first input of another token', { first: signed(SECOND) }, 'host-answer-malformed'],
  ['a second input of another token', { second: signed(FIRST) }, 'host-answer-malformed'],
  [
    'a base of a third token',
    { base: signed({ ...FIRST, tokenId: '0000000000000001' }) },
    'host-answer-malformed',
  ],
  [
    'rules that somebody else signed',
    { rules: base64(signRules(DEFAULT_RULES, STRANGER)) },
    'image-signature-wrong',
  ],
  ['an image that passes for rules', { rules: signed(FIRST) }, 'image-signature-wrong'],
  ['a result without the image that the second device carries', { second: null }, 'host-answer-malformed'],
] as const)('%s is not shown', async (_, over, code) => {
  const { services } = await hostOf(() => inputs(over));
  const kept: KeptInputs = new Map();
  expect(codeOf(await compose(services, kept, jobOf('merge')))).toBe(code);
  expect(kept.size).toBe(0);
});

test('once the job is over there is nothing to settle', () => {
  expect(codeOf(settleMerge(new Map(), jobOf('merge'), []))).toBe('action-not-possible');
});
