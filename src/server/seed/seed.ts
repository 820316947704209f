import { join } from 'node:path';
import { sortCells, watermarkOf } from '../../shared/image/canonical.ts';
import { type ImageSigner, signImage } from '../../shared/image/envelope.ts';
import { type CardImage, IMAGE_FORMAT } from '../../shared/image/model.ts';
import type { HostDeps } from '../host/deps.ts';
import { putOnHotlist } from '../host/hotlist.ts';
import { reportOutcome } from '../host/outcomes.ts';
import { setProgramme } from '../host/programmes.ts';
import type { Outcome } from '../host/refusal.ts';
import { registerToken } from '../host/register.ts';
import { requestUpdate } from '../host/requests.ts';
import { patchToken } from '../host/tokens.ts';
import { postTransactions } from '../host/transactions.ts';
import { cellFromJson } from '../images/cell-json.ts';
import { toBase64 } from '../images/rows.ts';
import { type DemoImage, type DemoToken, type HostEntry, identityOf, readDemo } from './demo.ts';
import { addSynchronization } from './past-jobs.ts';

/** Where the demonstration data lies. */
export const DEMO_FOLDER = join(import.meta.dirname, '../../../assets/demo');

/** A server that has the image server in its own process. */
export interface Seedable {
  readonly host: HostDeps | undefined;
  readonly imageKey: ImageSigner | undefined;
}

export interface Seeded {
  /** Ids of the tokens that the host knows now. */
  readonly tokens: readonly string[];
}

/** What is there from an earlier time is as it should be. */
function settled<T>(outcome: Outcome<T>, what: string): void {
  if (!outcome.ok && outcome.failure.kind !== 'conflict')
    throw new Error(`${what}: ${outcome.failure.message}`);
}

/** The image that the description gives the token: a software token made from it carries the same bytes. */
export const demoImage = (token: DemoToken, account: string, image: DemoImage): CardImage => ({
  format: IMAGE_FORMAT,
  tokenId: token.tokenId,
  accountRef: account,
  issuer: token.issuer,
  generation: token.generation,
  sequence: image.sequence,
  capturedAt: image.capturedAt,
  source: 'issued',
  watermark: watermarkOf([], image.transactions),
  cells: sortCells(image.programmes.map(cellFromJson)),
  transactions: image.transactions,
});

async function seedToken(
  host: HostDeps,
  key: ImageSigner,
  token: DemoToken,
  entry: HostEntry,
): Promise<void> {
  const { tokenId } = token;
  const first = token.image ?? entry.backups[0]?.image;
  const account = token.image?.account ?? entry.backups[0]?.image.account ?? entry.account;
  if (account === undefined)
    throw new Error(`assets/demo: ${entry.token} has neither an image nor a backup with an account.`);
  const signed = (image: Omit<DemoImage, 'account'>) =>
    toBase64(signImage(demoImage(token, account, { ...image, account }), key));
  settled(
    await registerToken(host, {
      token: identityOf(token),
      account: { accountRef: account, holder: entry.holder },
      content: first === undefined ? { blank: true } : { image: signed(first) },
      verified: true,
    }),
    entry.token,
  );
  for (const backup of entry.backups) {
    const recorded = await host.images.record({
      tokenId,
      image: signed(backup.image),
      recordedBy: backup.recordedBy,
      verified: true,
    });
    if (!recorded.ok) throw new Error(`${entry.token}: ${recorded.failure.detail}`);
  }
  if (entry.ledger.length > 0) {
    const rows = entry.ledger.map((transaction) => ({ tokenId, ...transaction }));
    settled(await postTransactions(host, 'terminals', rows), entry.token);
  }
  for (const request of entry.requests) settled(await requestUpdate(host, tokenId, request), entry.token);
  for (const { visitId, kiosk } of entry.updates)
    settled(
      await reportOutcome(host, visitId, {
        kiosk,
        tokenId,
        at: new Date(host.now()).toISOString(),
        revision: 1,
        outcome: 'updated',
        written: null,
        failure: null,
      }),
      entry.token,
    );
  for (const job of entry.synchronizations) await addSynchronization(host, tokenId, job);
  if (entry.patch !== undefined) settled(await patchToken(host, tokenId, entry.patch), entry.token);
  if (entry.hotlist !== undefined) settled(await putOnHotlist(host, tokenId, entry.hotlist), entry.token);
}

/** Fills the server with the demonstration data of `folder`. What is there already stays as it is. */
export async function seed(server: Seedable, folder = DEMO_FOLDER): Promise<Seeded> {
  const { host, imageKey } = server;
  if (host === undefined || imageKey === undefined)
    throw new Error('Demonstration data needs a server of the role "embedded": it signs the images itself.');
  const demo = await readDemo(folder);
  for (const coupon of demo.host.coupons) {
    const titled = await host.images.title(coupon);
    if (!titled.ok) throw new Error(`${coupon.item}: ${titled.failure.detail}`);
  }
  for (const { programme, ...reserve } of demo.host.reserves)
    settled(await setProgramme(host, programme, { reserve }), programme);
  const tokens: string[] = [];
  for (const entry of demo.host.tokens) {
    const token = demo.tokens.get(entry.token);
    if (token === undefined) throw new Error(`assets/demo/tokens/${entry.token}.json is missing.`);
    await seedToken(host, imageKey, token, entry);
    tokens.push(token.tokenId);
  }
  return { tokens };
}
