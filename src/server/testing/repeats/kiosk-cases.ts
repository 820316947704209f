import { signImage } from '../../../shared/image/envelope.ts';
import { CARD, type Job, jobOf, KIOSK, PHONE, present, registerOther } from '../jobs.ts';
import { confirm, contentOf, type HostKit, register, reportOf, requested, SIGNER, visit } from '../kit.ts';
import type { RepeatCase, Sent } from './world.ts';

const VISIT = '6f6b2e1c-38c5-4a8e-9b07-51d0c2e4a901';
const JOB = 'b7c5e0a2-3b86-4b40-8f0f-2f6f0a3a7d11';
const FIRST = '0f8fad5b-d9cb-469f-a165-70867728950e';
const SECOND = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

const at = (kit: HostKit): string => new Date(kit.clock.now).toISOString();
const wanting = (image: string | null) => reportOf(image, { indicator: requested('00000000000000a7') });
const firstImage = (kit: HostKit): Promise<string> => register(kit, { verified: true });

async function asKiosk(kit: HostKit, path: string, body: unknown): Promise<Sent> {
  return { path, body, token: await kit.credential('kiosk', KIOSK) };
}
/** An image that the host has not seen yet, made after the one that it issued. */
const newerThan = (image: string): string =>
  Buffer.from(signImage({ ...contentOf(image), sequence: 8 }, SIGNER)).toString('base64');

const outcome = (kit: HostKit, over: Record<string, unknown>) => ({
  kiosk: KIOSK,
  tokenId: CARD,
  at: at(kit),
  revision: 1,
  outcome: 'interrupted',
  written: null,
  failure: null,
  ...over,
});
const ended = (kit: HostKit) =>
  kit.asKiosk(KIOSK, `/v1/visits/${VISIT}/outcome`, outcome(kit, { revision: 2, outcome: 'declined' }));
/** The visit ends, and another kiosk updates the token. */
async function updatedElsewhere(kit: HostKit): Promise<void> {
  await ended(kit);
  const next = await visit(kit, wanting(await firstImage(kit)), 'kiosk-2');
  await confirm(kit, next, {}, 'kiosk-2');
}

interface Pair {
  readonly job: Job;
  readonly card: ReturnType<typeof present>;
  readonly phone: ReturnType<typeof present>;
}
async function pair(kit: HostKit): Promise<Pair> {
  const card = present(CARD, await firstImage(kit));
  return {
    job: jobOf(kit, { job: 'synchronize', jobId: JOB }),
    card,
    phone: present(PHONE, await registerOther(kit, PHONE)),
  };
}
async function askedBoth(kit: HostKit): Promise<Pair> {
  const both = await pair(kit);
  await both.job.ask('first', both.card, FIRST);
  await both.job.ask('second', both.phone, SECOND);
  return both;
}
/** The job is carried out to its end, and a day later another one the other way round. */
async function carriedOut(kit: HostKit): Promise<void> {
  const { job, card } = await askedBoth(kit);
  const made = await job.images(await job.inputs());
  await job.outcome('second', made.second);
  await job.outcome('first', null, { outcome: 'current' });
  const back = jobOf(kit, { job: 'merge' });
  await back.ask('first', present(PHONE, made.second.image));
  await back.ask('second', card);
}

/** What kiosks and desks send. */
export const KIOSK_CASES: readonly RepeatCase[] = [
  {
    route: 'POST /v1/visits',
    prepare: async (kit) => {
      const body = { visitId: VISIT, kiosk: KIOSK, at: at(kit), token: wanting(await firstImage(kit)) };
      return asKiosk(kit, '/v1/visits', body);
    },
    later: updatedElsewhere,
  },
  {
    route: 'POST /v1/visits/:id/image',
    prepare: async (kit) => {
      const image = newerThan(await firstImage(kit));
      await visit(kit, reportOf(image), KIOSK, VISIT);
      return asKiosk(kit, `/v1/visits/${VISIT}/image`, { image });
    },
    later: updatedElsewhere,
  },
  {
    route: 'POST /v1/visits/:id/hold',
    prepare: async (kit) => {
      await visit(kit, wanting(await firstImage(kit)), KIOSK, VISIT);
      kit.clock.now += 1_000;
      return asKiosk(kit, `/v1/visits/${VISIT}/hold`, { kiosk: KIOSK, tokenId: CARD });
    },
    tellsTheFirst: true,
    later: updatedElsewhere,
  },
  {
    route: 'POST /v1/visits/:id/outcome',
    prepare: async (kit) => {
      await visit(kit, wanting(await firstImage(kit)), KIOSK, VISIT);
      return asKiosk(kit, `/v1/visits/${VISIT}/outcome`, outcome(kit, {}));
    },
    later: updatedElsewhere,
  },
  {
    route: 'POST /v1/visits/:id/outcome',
    prepare: async (kit) => {
      const opened = await visit(kit, wanting(await firstImage(kit)), KIOSK, VISIT);
      if (opened.decision.decision !== 'update') throw new Error(opened.decision.decision);
      const { digest, sequence, requestId } = opened.decision;
      const written = { digest, sequence, bytes: 900, verified: true, clearedRequestId: requestId };
      const body = outcome(kit, { outcome: 'updated', written });
      return asKiosk(kit, `/v1/visits/${VISIT}/outcome`, body);
    },
    later: async (kit) => {
      await kit.call('POST', `/v1/tokens/${CARD}/requests`, { reason: 'restore' });
    },
  },
  {
    route: 'POST /v1/visits/:id/backup',
    prepare: async (kit) => {
      const image = newerThan(await firstImage(kit));
      const body = { kiosk: KIOSK, at: at(kit), token: reportOf(image), image };
      return asKiosk(kit, `/v1/visits/${VISIT}/backup`, body);
    },
    later: updatedElsewhere,
  },
  {
    route: 'POST /v1/transfers',
    prepare: async (kit) => {
      const { job, card } = await pair(kit);
      return asKiosk(kit, '/v1/transfers', job.requestFor('first', card, FIRST));
    },
    later: carriedOut,
  },
  {
    route: 'POST /v1/transfers/:id/image',
    prepare: async (kit) => {
      const { job } = await pair(kit);
      const image = newerThan(await firstImage(kit));
      const device = present(CARD, image);
      const { body } = await kit.asKiosk(KIOSK, '/v1/transfers', job.requestFor('first', device, FIRST));
      const { nonce } = (body as { answer: { nonce: string } }).answer;
      return asKiosk(kit, `/v1/transfers/${FIRST}/image`, { nonce, image });
    },
    later: async (kit) => {
      const body = outcome(kit, { outcome: 'declined' });
      await kit.asKiosk(KIOSK, `/v1/visits/${FIRST}/outcome`, body);
    },
  },
  {
    route: 'POST /v1/jobs/:id/inputs',
    prepare: async (kit) => {
      const { job } = await askedBoth(kit);
      return asKiosk(kit, `/v1/jobs/${JOB}/inputs`, { kiosk: KIOSK, nonces: job.nonces });
    },
    later: carriedOut,
  },
  {
    route: 'POST /v1/jobs/:id/images',
    prepare: async (kit) => {
      const { job } = await askedBoth(kit);
      return asKiosk(kit, `/v1/jobs/${JOB}/images`, job.question(await job.inputs()));
    },
    later: async (kit) => {
      const body = outcome(kit, { tokenId: PHONE, outcome: 'declined' });
      await kit.asKiosk(KIOSK, `/v1/visits/${SECOND}/outcome`, body);
    },
  },
  {
    route: 'POST /v1/customers/search',
    prepare: async (kit) => {
      await firstImage(kit);
      const body = { kiosk: 'desk-1', by: 'number', value: CARD };
      return { path: '/v1/customers/search', body, token: await kit.deskToken('desk-1') };
    },
    later: updatedElsewhere,
  },
  {
    route: 'POST /v1/tokens/:id/backup-offers',
    prepare: async (kit) => {
      await firstImage(kit);
      const body = { kiosk: 'desk-1' };
      return { path: `/v1/tokens/${CARD}/backup-offers`, body, token: await kit.deskToken('desk-1') };
    },
    later: updatedElsewhere,
  },
];
