import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { must } from '../journal/testing/samples.ts';
import { sampleClient, sampleVisit, VISIT } from './testing/samples.ts';
import { type Listening, serve } from './testing/server.ts';

interface Seen {
  readonly url: string | undefined;
  readonly key: string | string[] | undefined;
  readonly body: unknown;
}

const TOKEN = sampleVisit.token.tokenId;
const NONCE = '0123456789abcdef0123456789abcdef';
const REFUSED = { valid: false, reason: 'quota-used', reference: 'T-1', quotaLeft: 0 };
let host: Listening;
let client: ReturnType<typeof sampleClient>;
let seen: Seen[];
let answers: Record<string, unknown>;

beforeEach(async () => {
  seen = [];
  answers = {};
  host = await serve((request, response) => {
    json(request).then(
      (body) => {
        const { url, headers } = request;
        seen.push({ url, key: headers['idempotency-key'], body });
        response.end(JSON.stringify(answers[url ?? '']));
      },
      () => response.destroy(),
    );
  });
  client = sampleClient(host.url);
});
afterEach(async () => {
  client.close();
  await host.close();
});

test('a device is asked about with its transfer id as idempotency key, present or absent', async () => {
  const valid = { valid: true, quotaLeft: 3, until: '2026-11-22T13:20:07Z', nonce: NONCE, sendImage: true };
  const answer = { ...valid, holder: 'A. Haddad' };
  answers['/v1/transfers'] = { transferId: VISIT, answer };
  const request = {
    transferId: VISIT,
    jobId: VISIT,
    job: 'replace',
    role: 'first',
    kiosk: 'kiosk-1',
    at: sampleVisit.at,
    device: { presence: 'absent', tokenId: TOKEN },
  } as const;
  expect(must(await client.transfer(request))).toEqual(answer);
  const present = { ...request, device: { presence: 'present', token: sampleVisit.token } } as const;
  must(await client.transfer(present));
  expect(seen).toEqual([
    { url: '/v1/transfers', key: VISIT, body: request },
    { url: '/v1/transfers', key: VISIT, body: present },
  ]);
});

test('the image of a device goes with its nonce and is answered as the device was', async () => {
  answers[`/v1/transfers/${VISIT}/image`] = { transferId: VISIT, answer: REFUSED };
  expect(must(await client.transferImage(VISIT, NONCE, new Uint8Array([0, 254, 255])))).toEqual(REFUSED);
  expect(seen).toEqual([
    {
      url: `/v1/transfers/${VISIT}/image`,
      key: `${VISIT}.image`,
      body: { nonce: NONCE, image: 'AP7/' },
    },
  ]);
});

test('inputs and images of a job carry both nonces; another backup is another question', async () => {
  const nonces = { first: NONCE, second: NONCE };
  answers[`/v1/jobs/${VISIT}/inputs`] = { jobId: VISIT, answer: REFUSED };
  answers[`/v1/jobs/${VISIT}/images`] = { jobId: VISIT, answer: REFUSED };
  expect(must(await client.jobInputs(VISIT, { kiosk: 'kiosk-1', nonces }))).toEqual(REFUSED);
  must(await client.jobInputs(VISIT, { kiosk: 'kiosk-1', nonces, backupId: 'b-7' }));
  const images = {
    kiosk: 'kiosk-1',
    nonces,
    inputs: { first: 'a'.repeat(64), second: null },
    settlements: {},
    staff: null,
  };
  expect(must(await client.jobImages(VISIT, images))).toEqual(REFUSED);
  expect(seen.map(({ key }) => key)).toEqual([
    `${VISIT}.inputs.suggested`,
    `${VISIT}.inputs.b-7`,
    `${VISIT}.images`,
  ]);
  expect(seen[2]?.body).toEqual(images);
});

test('a desk finds customers, reports their tokens and gets backups to choose from', async () => {
  const token = { tokenId: TOKEN, kind: 'card', issuer: 'DEMO', generation: 1, status: 'active' };
  const customer = {
    accountRef: 'ACC-1',
    holder: 'A. Haddad',
    tokens: [{ ...token, reportedAt: null, hotlisted: false }],
  };
  answers['/v1/customers/search'] = { customers: [customer] };
  const search = { kiosk: 'kiosk-1', by: 'account', value: 'ACC-1' } as const;
  expect(must(await client.searchCustomers(search))).toEqual([customer]);
  const reported = { tokenId: TOKEN, status: 'lost', reportedAt: sampleVisit.at };
  answers[`/v1/tokens/${TOKEN}/report`] = reported;
  const report = { kiosk: 'kiosk-1', report: 'lost', staff: 'b.adler' } as const;
  expect(must(await client.reportToken(VISIT, TOKEN, report))).toEqual(reported);
  answers[`/v1/tokens/${TOKEN}/backup-offers`] = { tokenId: TOKEN, offers: [] };
  expect(must(await client.backupOffers(TOKEN, 'kiosk-1'))).toEqual([]);
  expect(seen).toEqual([
    { url: '/v1/customers/search', key: undefined, body: search },
    { url: `/v1/tokens/${TOKEN}/report`, key: `${VISIT}.report.lost.${TOKEN}`, body: report },
    { url: `/v1/tokens/${TOKEN}/backup-offers`, key: undefined, body: { kiosk: 'kiosk-1' } },
  ]);
});

test('an answer about something else is not taken for this one', async () => {
  const other = VISIT.replace('3', '4');
  answers[`/v1/transfers/${VISIT}/image`] = { transferId: other, answer: REFUSED };
  answers[`/v1/jobs/${VISIT}/inputs`] = { jobId: other, answer: REFUSED };
  answers[`/v1/tokens/${TOKEN}/report`] = {
    tokenId: '0'.repeat(16),
    status: 'lost',
    reportedAt: sampleVisit.at,
  };
  answers[`/v1/tokens/${TOKEN}/backup-offers`] = { tokenId: '0'.repeat(16), offers: [] };
  const malformed = { ok: false, failure: { code: 'host-answer-malformed' } };
  expect(await client.transferImage(VISIT, NONCE, new Uint8Array(1))).toMatchObject(malformed);
  const nonces = { first: NONCE, second: NONCE };
  expect(await client.jobInputs(VISIT, { kiosk: 'kiosk-1', nonces })).toMatchObject(malformed);
  const report = { kiosk: 'kiosk-1', report: 'lost', staff: null } as const;
  expect(await client.reportToken(VISIT, TOKEN, report)).toMatchObject(malformed);
  expect(await client.backupOffers(TOKEN, 'kiosk-1')).toMatchObject(malformed);
});
