import fc from 'fast-check';
import { expect, test } from 'vitest';
import { equalBytes } from '../../shared/image/bytes.ts';
import { must } from '../../shared/testing/results.ts';
import { personalise } from '../../virtual-token/create/personalise.ts';
import type { FaultRequest } from '../../virtual-token/faults/fault.ts';
import { InProcessToken } from '../../virtual-token/in-process.ts';
import { readToken } from './read.ts';
import { readImage } from './read-image.ts';
import { IDENTITY, imageBytes } from './testing/samples.ts';
import { sessionOver } from './testing/session.ts';
import { writeImage } from './write.ts';

const FIRST = imageBytes(150, 0);
const ISSUED = personalise({ ...IDENTITY, slotSize: 256 }, { sequence: 1, bytes: FIRST }, [], null);

const tear: fc.Arbitrary<FaultRequest> = fc.oneof(
  fc.record({
    type: fc.constant('tear' as const),
    at: fc.constant('command' as const),
    nth: fc.integer({ min: 1, max: 14 }),
    when: fc.constantFrom('before' as const, 'after' as const),
  }),
  fc.record({
    type: fc.constant('tear' as const),
    at: fc.constant('byte' as const),
    write: fc.integer({ min: 1, max: 3 }),
    nth: fc.integer({ min: 1, max: 192 }),
    leave: fc.constantFrom('old' as const, 'new' as const, 'garbage' as const),
  }),
);

/** What a stranger finds on the token: the committed image, its digest checked. */
async function found(token: InProcessToken): Promise<Uint8Array> {
  const session = sessionOver(token);
  return must(await readImage(session, must(await readToken(session))));
}

test('pulled again and again, a token always holds an image that was whole before or was being written', async () => {
  let torn = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(tear, { minLength: 1, maxLength: 6 }), fc.boolean(), async (faults, knows) => {
      const token = new InProcessToken({ layout: ISSUED.layout, memory: ISSUED.memory.slice() });
      token.token.insert();
      let held: Uint8Array = FIRST;
      // What a kiosk believes of the inactive slot: after an interrupted write that belief is wrong.
      let believed: Uint8Array | null = null;
      for (const [i, fault] of faults.entries()) {
        const image = imageBytes(120 + 20 * i, i + 1);
        const session = sessionOver(token);
        const reading = must(await readToken(session));
        token.token.arm(fault);
        const result = await writeImage(session, {
          reading,
          image,
          imageSequence: i + 2,
          logIncluded: 0,
          servedRequestId: null,
          inactiveContent: knows ? believed : null,
        });
        token.token.disarm();
        token.token.insert();
        const now = await found(token);
        if (result.ok) expect(now).toEqual(image);
        else expect(equalBytes(now, image) || equalBytes(now, held)).toBe(true);
        if (!result.ok) torn++;
        if (!equalBytes(now, held)) believed = held;
        held = now;
      }
    }),
    { numRuns: 150 },
  );
  expect(torn).toBeGreaterThan(100);
});
