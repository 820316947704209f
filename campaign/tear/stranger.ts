import { readToken } from '../../src/main/card/read.ts';
import { readImage } from '../../src/main/card/read-image.ts';
import type { TokenSession } from '../../src/main/reader/port.ts';
import { equalBytes } from '../../src/shared/image/bytes.ts';
import { openImage } from '../../src/shared/image/envelope.ts';
import type { Transaction } from '../../src/shared/image/model.ts';
import { CLEAR_INDICATOR } from '../../src/shared/token/ef-commit.ts';
import { Broken } from './broken.ts';
import { KEYS, type Scenario } from './scenario.ts';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const trusted = new WeakSet<Uint8Array>();

/** Whether the scenario's image is signed by a key that a kiosk trusts; worked out once for each image. */
function checkSignature(image: Uint8Array): void {
  if (trusted.has(image)) return;
  const opened = openImage(image, KEYS);
  if (!opened.ok) throw new Broken('neither-old-nor-new', `the image's signature: ${opened.failure.detail}`);
  trusted.add(image);
}

/**
 * Reads the token as a kiosk would that has never met it. It must hold the old image or the new one, whole and
 * with its signature, or, where there is one slot, say that a write is under way; sequence and indicator change with the image or not at all; and each transaction is in
 * the image or in the log, once. `booked` are those that came after the token was issued.
 */
export async function lookAt(
  session: TokenSession,
  scenario: Scenario,
  booked: readonly Transaction[],
): Promise<'old' | 'new' | 'under-way'> {
  const reading = await readToken(session);
  if (!reading.ok) throw new Broken('neither-old-nor-new', `not readable: ${reading.failure.detail}`);
  const { commit, log, logLost, logTorn } = reading.value;
  const isUnderWay = scenario.slots === 1 && commit.current.indicator.state === 'in-progress';
  const found = isUnderWay ? null : await held(session, reading.value, scenario);
  const isNew = found === scenario.after;
  if (found !== null) checkSignature(found);
  const { indicator, imageSequence } = commit.current;
  const { decision } = scenario;
  if (isNew ? imageSequence !== decision.sequence : imageSequence === decision.sequence)
    throw new Broken('neither-old-nor-new', `the sequence is ${imageSequence}`);
  if (!isUnderWay && !same(indicator, isNew ? CLEAR_INDICATOR : scenario.indicator))
    throw new Broken('neither-old-nor-new', `the indicator is ${indicator.state}`);
  const expected = [...scenario.log.slice(isNew ? decision.logIncluded : 0), ...booked];
  const counters = log.map(({ transaction }) => transaction.counter);
  if (
    logLost > 0 ||
    logTorn > 0 ||
    !same(
      counters,
      expected.map(({ counter }) => counter),
    )
  )
    throw new Broken('lost-or-doubled', `the log holds ${counters}, ${logLost} lost, ${logTorn} torn`);
  if (isUnderWay) return 'under-way';
  return isNew ? 'new' : 'old';
}

async function held(
  session: TokenSession,
  reading: Parameters<typeof readImage>[1],
  { before, after }: Scenario,
): Promise<Uint8Array | null> {
  if (reading.commit.current.slot === null && before === null) return null;
  const image = await readImage(session, reading);
  if (!image.ok) throw new Broken('neither-old-nor-new', image.failure.detail);
  if (equalBytes(image.value, after)) return after;
  if (before !== null && equalBytes(image.value, before)) return before;
  throw new Broken('neither-old-nor-new', 'another image');
}
