import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeviceRole, JobKind, TransferAnswer } from '../../shared/contract/transfer.ts';
import { digestOf, openImage, signImage } from '../../shared/image/envelope.ts';
import { mergeImages } from '../../shared/image/merge/merge.ts';
import { DEFAULT_RULES } from '../../shared/image/merge/rules.ts';
import type { HostDeps } from '../host/deps.ts';
import { jobInputs } from '../host/job/inputs.ts';
import type { Outcome } from '../host/refusal.ts';
import { reportToken } from '../host/reports.ts';
import { recordTransferImage } from '../host/transfer/image.ts';
import { openTransfer } from '../host/transfer/open.ts';
import { type RunningServer, startServer } from '../http/server.ts';
import { publicKeyOf } from '../images/keys.ts';
import { fromBase64, toBase64 } from '../images/rows.ts';
import { CLEAR, reportOfDigest } from '../testing/kit.ts';
import { identityOf, readDemo } from './demo.ts';
import { DEMO_FOLDER, demoImage, seed } from './seed.ts';

let folder = '';
let server: RunningServer | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recard-jobs-'));
  server = await startServer({ data: folder });
  await seed(server);
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

function running(): { readonly host: HostDeps; readonly key: NonNullable<RunningServer['imageKey']> } {
  if (server?.host === undefined || server.imageKey === undefined) throw new Error('no host');
  return { host: server.host, key: server.imageKey };
}

function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return outcome.value;
}

/** Asks about a token of the demonstration as it was described, or an absent one. */
async function ask(
  jobId: string,
  job: JobKind,
  role: DeviceRole,
  name: string,
  absent = false,
): Promise<TransferAnswer> {
  const { host, key } = running();
  const token = (await readDemo(DEMO_FOLDER)).tokens.get(name);
  if (token === undefined) throw new Error(name);
  const signed = token.image && signImage(demoImage(token, token.image.account, token.image), key);
  const transferId = randomUUID();
  const report = {
    ...reportOfDigest('', 0, ''),
    ...identityOf(token),
    image:
      signed === undefined || token.image === undefined
        ? null
        : { digest: digestOf(signed), sequence: token.image.sequence, length: signed.length },
    indicator: CLEAR,
  };
  const { answer } = must(
    await openTransfer(host, {
      transferId,
      jobId,
      job,
      role,
      kiosk: 'harbour-1',
      at: new Date().toISOString(),
      device: absent
        ? { presence: 'absent', tokenId: token.tokenId }
        : { presence: 'present', token: report },
    }),
  );
  if (!answer.valid || !answer.sendImage || signed === undefined) return answer;
  const image = { nonce: answer.nonce, image: toBase64(signed) };
  return must(await recordTransferImage(host, 'harbour-1', transferId, image)).answer;
}

async function inputs(job: JobKind, first: string, second: string, absent = false) {
  const { host, key } = running();
  const jobId = randomUUID();
  const one = await ask(jobId, job, 'first', first, absent);
  const other = await ask(jobId, job, 'second', second);
  if (!one.valid || !other.valid) throw new Error(`${JSON.stringify(one)} ${JSON.stringify(other)}`);
  const nonces = { first: one.nonce, second: other.nonce };
  const { answer } = must(await jobInputs(host, jobId, { kiosk: 'harbour-1', nonces }));
  const keys = new Map([[key.keyId, publicKeyOf(key)]]);
  const open = (image: string) => {
    const opened = openImage(fromBase64(image), keys);
    if (!opened.ok) throw new Error(opened.failure.code);
    return opened.value.image;
  };
  // Nothing was written: the next test finds both free.
  await host.store.db
    .updateTable('transfers')
    .set({ ended_as: 'given-up' })
    .where('job_id', '=', jobId)
    .execute();
  return { answer, open };
}

test('Amira’s card and phone merge but for one ticket, and each balance counts every purchase once', async () => {
  const { answer, open } = await inputs('merge', 'amira-haddad', 'amira-phone');
  if (!answer.valid || answer.second === null) throw new Error(JSON.stringify(answer));
  const merge = (settlements: Record<string, 'keep-first'>) =>
    mergeImages({
      first: open(answer.first),
      second: open(answer.second ?? ''),
      rules: DEFAULT_RULES,
      today: '2026-11-22',
      settlements,
    });
  const first = merge({});
  if (first.status !== 'conflicts') throw new Error('no conflict');
  expect(first.conflicts.map(({ programme, kind, item }) => [programme, kind, item])).toEqual([
    ['RAIL', 'ticket', undefined],
  ]);
  const settled = merge(Object.fromEntries(first.conflicts.map(({ id }) => [id, 'keep-first'] as const)));
  if (settled.status !== 'merged') throw new Error('still a conflict');
  const { cells } = settled.content;
  expect(cells.map(({ programme, kind }) => `${programme} ${kind}`)).toEqual([
    'BEANBAR coupons',
    'HARBOUR points',
    'HARBOUR membership',
    'METRO purse',
    'RAIL ticket',
  ]);
  expect(cells.map((cell) => ('balance' in cell.payload ? cell.payload.balance : null))).toEqual([
    null,
    1240 + 170 + 45,
    null,
    1840 + 550 - 320,
    null,
  ]);
  const coupons = cells.flatMap((cell) => (cell.kind === 'coupons' ? cell.payload.coupons : []));
  expect(coupons.map(({ id, usesLeft }) => `${id} ${usesLeft}`).sort()).toEqual([
    'BAGEL-03 1',
    'COFFEE-10 0',
    'JUICE-07 1',
  ]);
});

test('Amira’s phone cannot simply be written over', async () => {
  const { answer } = await inputs('synchronize', 'amira-haddad', 'amira-phone');
  expect(answer).toMatchObject({ valid: false, reason: 'merge-needed' });
});

test('Amira’s new card gets what the lost one had, less the reserve for the purse', async () => {
  const { host } = running();
  const report = { kiosk: 'harbour-1', report: 'lost', staff: 'b.lind' } as const;
  must(await reportToken(host, '9280041200004417', report));
  const { answer, open } = await inputs('replace', 'amira-haddad', 'amira-new-card', true);
  if (!answer.valid) throw new Error(answer.reason);
  expect(answer.reserve).toEqual([{ programme: 'METRO', amount: 500 }]);
  const purse = open(answer.first).cells.find((cell) => cell.kind === 'purse');
  expect(purse).toMatchObject({ payload: { balance: 2390 - 500 } });
});

test('Clara Nowak’s card has had its synchronizations', async () => {
  expect(await ask(randomUUID(), 'synchronize', 'first', 'clara-nowak')).toMatchObject({
    valid: false,
    reason: 'quota-used',
    quotaLeft: 0,
  });
});
