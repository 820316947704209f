import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestOf, signImage } from '../../shared/image/envelope.ts';
import type { CardImage, Transaction } from '../../shared/image/model.ts';
import { openSqlite } from '../store/sqlite.ts';
import { contentOf, decodeSigned, IDENTITY, NOON, registration, SIGNER, TRUSTED } from '../testing/kit.ts';
import { cellFromJson, cellToJson } from './cell-json.ts';
import { localImageService } from './local.ts';
import type { Criteria } from './select.ts';

const { tokenId } = IDENTITY;
const START = 1240;

interface Booking {
  readonly terminal: string;
  readonly amount: number;
  /** Sent again, as it was or with another amount, how many bookings later. */
  readonly again: number | undefined;
  readonly forged: boolean;
}
const booking: fc.Arbitrary<Booking> = fc.record({
  terminal: fc.constantFrom('T1', 'T2'),
  amount: fc.integer({ min: -500, max: 500 }),
  again: fc.option(fc.nat(5), { nil: undefined }),
  forged: fc.boolean(),
});
type Step =
  | { readonly do: 'post'; readonly bookings: readonly Booking[] }
  | { readonly do: 'update'; readonly criteria: Criteria; readonly ends: 'lost' | 'written' | 'confirmed' }
  | { readonly do: 'sign-elsewhere' };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('post' as const), bookings: fc.array(booking, { maxLength: 6 }) }),
  fc.record({
    do: fc.constant('update' as const),
    criteria: fc.constantFrom<Criteria>(
      {},
      { programmes: ['HARBOUR'] },
      { programmes: ['METRO'] },
      { asOf: new Date(NOON + 3000).toISOString() },
    ),
    ends: fc.constantFrom('lost' as const, 'written' as const, 'confirmed' as const),
  }),
  fc.constant({ do: 'sign-elsewhere' as const }),
);

const pointsOf = (image: CardImage): number | undefined =>
  image.cells.find((cell) => cell.kind === 'points')?.payload.balance;

test('the token ends with its first balance and every transaction once, however its visits went', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const store = await openSqlite(':memory:');
      const clock = { now: NOON };
      const images = localImageService({ store, signer: SIGNER, trusted: TRUSTED, now: () => clock.now });
      const must = async <T>(result: Promise<{ ok: true; value: T } | { ok: false; failure: unknown }>) => {
        const settled = await result;
        if (!settled.ok) throw new Error(JSON.stringify(settled.failure));
        return settled.value;
      };
      if (!('cells' in registration.content)) throw new Error('The registration has cells.');
      const cells = registration.content.cells.map((cell) => cellToJson(cellFromJson(cell)));
      const first = await must(
        images.issue({
          tokenId,
          accountRef: 'ACC-1',
          issuer: 'HARBOUR',
          generation: 1,
          slotSize: 4096,
          cells,
          transactions: [],
          recordedBy: 'test',
          verified: true,
        }),
      );
      let onToken = first.image;
      const posted: Transaction[] = [];
      const compose = (criteria: Criteria) =>
        must(
          images.compose({
            tokenId,
            generation: 1,
            slotSize: 4096,
            afterSequence: contentOf(onToken).sequence,
            requestId: null,
            criteria,
            currentDigest: digestOf(decodeSigned(onToken)),
            inactiveDigest: null,
          }),
        );
      const expected = () => posted.reduce((sum, { amount }) => sum + amount, START);
      for (const one of steps) {
        clock.now += 1000;
        if (one.do === 'post') {
          const sent: Transaction[] = [];
          for (const { terminal, amount, again, forged } of one.bookings) {
            const counter = posted.length + 1;
            const at = Math.floor(clock.now / 1000);
            const booked = { terminal, counter, at, programme: 'HARBOUR', action: 'adjust', amount } as const;
            posted.push(booked);
            sent.push(booked);
            const earlier = again === undefined ? undefined : posted.at(-1 - again);
            if (earlier !== undefined)
              sent.push(forged ? { ...earlier, amount: earlier.amount + 1 } : earlier);
          }
          await must(images.post({ tokenId, transactions: sent, postedBy: 'test' }));
        } else if (one.do === 'update') {
          const { image, digest } = await compose(one.criteria);
          expect(pointsOf(contentOf(image))).toBe(expected());
          if (one.ends !== 'lost') onToken = image;
          if (one.ends === 'confirmed') await must(images.confirm({ tokenId, digest }));
        } else {
          // Another desk with the same key changed nothing of value, and this server has not heard of it.
          const image = contentOf(onToken);
          const elsewhere = signImage({ ...image, sequence: image.sequence + 20 }, SIGNER);
          onToken = Buffer.from(elsewhere).toString('base64');
          await must(images.record({ tokenId, image: onToken, recordedBy: 'desk', verified: true }));
        }
      }
      expect(pointsOf(contentOf((await compose({})).image))).toBe(expected());
      await store.close();
    }),
    { numRuns: 60 },
  );
});
