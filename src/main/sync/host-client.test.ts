import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Failure } from '../../shared/contract/failure.ts';
import { must, sampleOutcome } from '../journal/testing/samples.ts';
import type { CallName } from './host-client.ts';
import { HEALTH, sampleClient, sampleVisit, VISIT } from './testing/samples.ts';
import { type Listening, serve } from './testing/server.ts';

type Seen = Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { readonly body: string };

let host: Listening;
let seen: Seen[];
let answers: Record<string, unknown>;

beforeEach(async () => {
  seen = [];
  answers = {};
  host = await serve((request, response) => {
    text(request).then(
      (body) => {
        const { method, url, headers } = request;
        seen.push({ method, url, headers, body });
        response.end(JSON.stringify(answers[url ?? '']));
      },
      () => response.destroy(),
    );
  });
});
afterEach(() => host.close());

test('a visit is opened with its own id as idempotency key and the credential of the moment', async () => {
  let credential = 'first';
  const client = sampleClient(host.url, { credential: () => credential });
  const decision = { decision: 'current', reason: 'current' };
  answers['/v1/visits'] = { visitId: VISIT, decision };
  expect(must(await client.openVisit(sampleVisit))).toEqual(decision);
  credential = 'rotated';
  must(await client.openVisit(sampleVisit));
  expect(seen[0]).toMatchObject({
    method: 'POST',
    url: '/v1/visits',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer first',
      'user-agent': 'Recard (kiosk-1)',
      'idempotency-key': VISIT,
    },
  });
  expect(JSON.parse(seen[0]?.body ?? '')).toEqual(sampleVisit);
  expect(seen[1]?.headers.authorization).toBe('Bearer rotated');
  client.close();
});

test('the image that a token carries is sent in base64 and answered with a decision', async () => {
  const client = sampleClient(host.url);
  answers[`/v1/visits/${VISIT}/image`] = {
    visitId: VISIT,
    decision: { decision: 'refuse', reason: 'hotlisted', reference: 'C-17' },
  };
  const decision = must(await client.sendImage(VISIT, new Uint8Array([0, 254, 255])));
  expect(decision).toEqual({ decision: 'refuse', reason: 'hotlisted', reference: 'C-17' });
  expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ image: 'AP7/' });
  expect(seen[0]?.headers['idempotency-key']).toBe(`${VISIT}.image`);
  client.close();
});

test('each revision of an outcome has an idempotency key of its own', async () => {
  const client = sampleClient(host.url);
  answers[`/v1/visits/${VISIT}/outcome`] = { visitId: VISIT, acknowledged: true };
  const report = { ...sampleOutcome(), revision: 3 };
  must(await client.sendOutcome(VISIT, report));
  expect(seen[0]?.headers['idempotency-key']).toBe(`${VISIT}.3`);
  expect(JSON.parse(seen[0]?.body ?? '')).toEqual(report);
  client.close();
});

test('keys come as bytes by key id, below a base URL with a path too', async () => {
  const client = sampleClient(`${host.url}branch/one`);
  const key = new Uint8Array(32).map((_, index) => 255 - index);
  answers['/branch/one/v1/keys'] = {
    keys: [{ keyId: 'images-1', publicKey: Buffer.from(key).toString('base64url') }],
  };
  expect(must(await client.trustedKeys())).toEqual(new Map([['images-1', key]]));
  answers['/branch/one/v1/keys'] = { keys: [{ keyId: 'short', publicKey: 'AAAA' }] };
  expect(await client.trustedKeys()).toMatchObject({ failure: { code: 'host-answer-malformed' } });
  client.close();
});

test('an answer for another visit is not taken for this one', async () => {
  const client = sampleClient(host.url);
  const visitId = VISIT.replace('3', '4');
  answers['/v1/visits'] = { visitId, decision: { decision: 'current', reason: 'current' } };
  expect(await client.openVisit(sampleVisit)).toMatchObject({ failure: { code: 'host-answer-malformed' } });
  client.close();
});

test('every call that was not given up is told to those who listen', async () => {
  const client = sampleClient(host.url);
  const told: [CallName, Failure['code'] | null][] = [];
  const stop = client.onCall((call, failed) => told.push([call, failed?.code ?? null]));
  answers['/v1/health'] = HEALTH;
  expect(must(await client.health())).toEqual(HEALTH);
  expect(await client.trustedKeys()).toMatchObject({ ok: false });
  expect(await client.health({ signal: AbortSignal.abort() })).toMatchObject({
    failure: { code: 'host-unreachable' },
  });
  stop();
  must(await client.health());
  expect(told).toEqual([
    ['health', null],
    ['keys', 'host-unreachable'],
  ]);
  client.close();
});
