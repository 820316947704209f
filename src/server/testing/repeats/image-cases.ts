import { signImage } from '../../../shared/image/envelope.ts';
import { DEFAULT_RULES } from '../../../shared/image/merge/rules.ts';
import type { Transaction } from '../../../shared/image/model.ts';
import type { Body, IMAGE_OPERATIONS, OperationName } from '../../images/service.ts';
import { CAPACITY, digest, must } from '../devices.ts';
import { CARD, PHONE, registerOther } from '../jobs.ts';
import { contentOf, type HostKit, IDENTITY, register, registration, SIGNER } from '../kit.ts';
import type { RepeatCase } from './world.ts';

const JOB = 'b7c5e0a2-3b86-4b40-8f0f-2f6f0a3a7d11';
const earned = (counter: number): Transaction => ({
  ...{ terminal: 'MKT-3', counter, at: 1_795_000_000, programme: 'HARBOUR' },
  ...{ action: 'earn', amount: 5 },
});
const cells = 'cells' in registration.content ? registration.content.cells : [];

const question = (image: string): Body<'compose'> => ({
  tokenId: CARD,
  generation: 1,
  slotSize: IDENTITY.slotSize,
  afterSequence: contentOf(image).sequence,
  requestId: '00000000000000c1',
  criteria: {},
  currentDigest: digest(image),
  inactiveDigest: null,
});
const side = (tokenId: string, image: string): Body<'side'> => ({
  ...{ tokenId, generation: 1, capacity: CAPACITY, digest: digest(image) },
  ...{ backupId: null, reportedAt: null, reserve: [] },
});
async function transferBody(kit: HostKit, card: string, phone: string): Promise<Body<'transfer'>> {
  const first = await must(kit.images.side(side(CARD, card)));
  return {
    target: {
      ...{
        tokenId: PHONE,
        accountRef: registration.account.accountRef,
        issuer: IDENTITY.issuer,
        generation: 1,
      },
      ...{ slotSize: IDENTITY.slotSize, afterSequence: contentOf(phone).sequence },
      ...{ currentDigest: digest(phone), inactiveDigest: null },
    },
    ...{
      jobId: JOB,
      source: 'migrated',
      first: { tokenId: CARD, digest: first.digest },
      second: null,
      base: null,
    },
    ...{ rules: DEFAULT_RULES, today: '2026-11-22', capacity: CAPACITY, settlements: {} },
  };
}

type Bodies = {
  readonly [O in OperationName]: (kit: HostKit, card: string, phone: string) => unknown;
};

const BODIES: Bodies = {
  keys: () => ({}),
  issue: () => ({
    ...{ tokenId: '9280041200007777', accountRef: 'ACC-1', issuer: 'HARBOUR', generation: 1, slotSize: 4096 },
    ...{ cells, transactions: [], recordedBy: 'test', verified: false },
  }),
  record: (_, card) => ({
    tokenId: CARD,
    image: Buffer.from(signImage({ ...contentOf(card), sequence: 3 }, SIGNER)).toString('base64'),
    recordedBy: 'kiosk-1',
    verified: true,
  }),
  post: () => ({ tokenId: CARD, transactions: [earned(1), earned(2)], postedBy: 'MKT-3' }),
  state: (_, card) => ({
    tokenId: CARD,
    generation: 1,
    image: { digest: digest(card), sequence: 1, length: 900 },
    log: [],
  }),
  compose: (_, card) => question(card),
  side: (_, card) => side(CARD, card),
  transfer: transferBody,
  fetch: (_, card) => ({ tokenId: CARD, digest: digest(card) }),
  signRules: () => ({ rules: DEFAULT_RULES }),
  offers: () => ({ tokenId: CARD, reportedAt: null }),
  confirm: async (kit, card) => ({
    tokenId: CARD,
    digest: (await must(kit.images.compose(question(card)))).digest,
  }),
  backups: () => ({ tokenId: CARD }),
  programmes: () => ({ tokenId: CARD }),
  transactions: () => ({ tokenId: CARD }),
  title: () => ({ programme: 'CAFE', item: 'c1', title: 'A free coffee' }),
};

/** Another transaction comes in, and the token is updated with it. */
async function updated(kit: HostKit): Promise<void> {
  // Repeated, it gives the same first image.
  const image = await register(kit, { verified: true });
  await must(kit.images.post({ tokenId: CARD, transactions: [earned(9)], postedBy: 'MKT-3' }));
  const next = await must(kit.images.compose({ ...question(image), requestId: '00000000000000c2' }));
  await must(kit.images.confirm({ tokenId: CARD, digest: next.digest }));
  await must(kit.images.title({ programme: 'CAFE', item: 'c1', title: 'A free tea' }));
}

const lateOf = (operation: OperationName): Pick<RepeatCase, 'late'> =>
  operation === 'compose' || operation === 'side'
    ? { late: 'one-more-image' }
    : operation === 'title'
      ? { late: 'last-word' }
      : {};

/** Every operation of the card image server, as the host asks it. */
export const IMAGE_CASES: readonly RepeatCase[] = (
  Object.keys(BODIES) as (keyof typeof IMAGE_OPERATIONS)[]
).map((operation) => ({
  route: `POST /v1/images/${operation}`,
  ...(operation === 'post' ? { tellsTheFirst: true as const } : {}),
  prepare: async (kit) => {
    const card = await register(kit, { verified: true });
    const phone = await registerOther(kit, PHONE);
    return { path: `/v1/images/${operation}`, body: await BODIES[operation](kit, card, phone) };
  },
  ...lateOf(operation),
  later: updated,
}));
