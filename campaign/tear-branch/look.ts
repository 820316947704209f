import { readToken } from '../../src/main/card/read.ts';
import { readImage } from '../../src/main/card/read-image.ts';
import { sessionOver } from '../../src/main/card/testing/session.ts';
import { type OpenedImage, openImage, type TrustedKeys } from '../../src/shared/image/envelope.ts';
import type { InProcessToken } from '../../src/virtual-token/in-process.ts';
import { Broken } from '../tear/broken.ts';

export interface Seen {
  readonly opened: OpenedImage;
  readonly indicated: boolean;
}

/** What a kiosk sees that meets the token for the first time: its image, whole and signed, or the case has failed. */
export async function lookAt(token: InProcessToken, keys: TrustedKeys): Promise<Seen> {
  const session = sessionOver(token);
  const reading = await readToken(session);
  if (!reading.ok) throw new Broken('neither-old-nor-new', `not readable: ${reading.failure.detail}`);
  const { logLost, logTorn, commit } = reading.value;
  if (logLost > 0 || logTorn > 0)
    throw new Broken('lost-or-doubled', `${logLost} records lost, ${logTorn} torn`);
  const image = await readImage(session, reading.value);
  if (!image.ok) throw new Broken('neither-old-nor-new', image.failure.detail);
  const opened = openImage(image.value, keys);
  if (!opened.ok) throw new Broken('neither-old-nor-new', opened.failure.detail);
  if (opened.value.image.sequence !== commit.current.imageSequence)
    throw new Broken('neither-old-nor-new', 'EF.COMMIT has another sequence than the image');
  return { opened: opened.value, indicated: commit.current.indicator.state !== 'clear' };
}
