import { ok } from '../../../shared/contract/result.ts';
import type { Known } from '../../../shared/visit/state.ts';
import { readImage } from '../../card/read-image.ts';
import type { OpenToken } from '../presentations.ts';
import type { Services } from '../services.ts';

/** Tokens whose last backup is remembered; of others it is made again, which does no harm. */
const MOST_REMEMBERED = 1_000;

/** Keeps what tokens carry that are met while the host is away, in the outbox. */
export class Backups {
  readonly #services: Services;
  /** By token id, what was kept last: one that is put down again and again is kept once. */
  readonly #last = new Map<string, string>();

  constructor(services: Services) {
    this.#services = services;
  }

  /** Reads the image of a token that the host will hear of. What cannot be kept is logged: nobody waits for it. */
  async keep({ session, reading }: OpenToken, { visitId, report }: Known): Promise<void> {
    const { journal, kiosk, log, now } = this.#services;
    const { tokenId, image, logSequence } = report;
    const state = `${image?.digest} ${logSequence}`;
    if (this.#last.get(tokenId) === state || (image === null && report.log.length === 0)) return;
    const read = image === null ? ok(null) : await readImage(session, reading);
    if (!read.ok) return log('backup-not-read', { code: read.failure.code });
    const kept = journal.enqueueBackup(visitId, {
      kiosk: kiosk.id,
      at: new Date(now()).toISOString(),
      token: report,
      image: read.value === null ? null : Buffer.from(read.value).toString('base64'),
    });
    if (!kept.ok) return log('backup-not-kept', { code: kept.failure.code });
    if (kept.value === null) return log('backup-not-kept', { code: 'outbox-long' });
    log('backup-kept', { visitId, lastFour: tokenId.slice(-4) });
    this.#last.delete(tokenId);
    this.#last.set(tokenId, state);
    const [oldest] = this.#last.keys();
    if (this.#last.size > MOST_REMEMBERED && oldest !== undefined) this.#last.delete(oldest);
  }
}
