import { readToken } from '../../src/main/card/read.ts';
import { readImage } from '../../src/main/card/read-image.ts';
import { sessionOver } from '../../src/main/card/testing/session.ts';
import { openImage, type TrustedKeys } from '../../src/shared/image/envelope.ts';
import { InProcessToken } from '../../src/virtual-token/in-process.ts';
import { Broken } from '../tear/broken.ts';
import { type Holding, worthOf } from './holding.ts';

export interface Seen {
  /** `under-way`: with one slot, which is being written; the token says so. */
  readonly holds: 'old' | 'new' | 'under-way';
  readonly digest: string;
  readonly sequence: number;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The same memory, so that the session of a kiosk that is at work with the token is not disturbed. */
function twin({ token }: Holding): InProcessToken {
  const { layout, memory, protocol } = token.token;
  const copy = new InProcessToken({ layout, memory: memory.bytes.slice() }, { protocol });
  copy.insert();
  return copy;
}

/**
 * Reads the token as somebody would who has never met it: the image that it was issued with, its request and its log
 * untouched, or a new one with all that was booked and without the request.
 */
export async function lookAt(holding: Holding, keys: TrustedKeys): Promise<Seen> {
  const session = sessionOver(twin(holding));
  const reading = await readToken(session);
  if (!reading.ok) throw new Broken('neither-old-nor-new', `not readable: ${reading.failure.detail}`);
  const { commit, logLost, logTorn, report } = reading.value;
  const { indicator, digest, imageSequence: sequence } = commit.current;
  if (logLost > 0 || logTorn > 0)
    throw new Broken('lost-or-doubled', `${logLost} records of the log lost, ${logTorn} torn`);
  const { issued, log, slots, worth, seen } = holding;
  const isOld = digest === issued.digest;
  if (isOld && !same(report.log, log))
    throw new Broken('lost-or-doubled', `the old image, and a log of ${report.log.length}`);
  if (slots === 1 && indicator.state === 'in-progress') return { holds: 'under-way', digest, sequence };
  const image = await readImage(session, reading.value);
  if (!image.ok) throw new Broken('neither-old-nor-new', image.failure.detail);
  const opened = openImage(image.value, keys);
  if (!opened.ok) throw new Broken('neither-old-nor-new', opened.failure.detail);
  if (opened.value.image.sequence !== sequence)
    throw new Broken('neither-old-nor-new', `EF.COMMIT says ${sequence}, the image another sequence`);
  if (isOld) {
    if (!same(indicator, issued.indicator))
      throw new Broken('neither-old-nor-new', `the old image, its indicator ${indicator.state}`);
    return { holds: 'old', digest, sequence };
  }
  if (indicator.state !== 'clear')
    throw new Broken('neither-old-nor-new', `the new image, its indicator ${indicator.state}`);
  const carried = worthOf(opened.value.image.cells, report.log);
  if (!same(carried, worth))
    throw new Broken('lost-or-doubled', `worth ${JSON.stringify(carried)}, not ${JSON.stringify(worth)}`);
  seen.add(digest);
  return { holds: 'new', digest, sequence };
}
