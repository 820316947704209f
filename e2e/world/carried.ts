import { must } from '../../scripts/world/tokens.ts';
import { fromHex } from '../../src/shared/image/bytes.ts';
import { openImage } from '../../src/shared/image/envelope.ts';
import type { CardImage, Cell } from '../../src/shared/image/model.ts';
import { EF_SLOT, RECARD_DF } from '../../src/shared/token/profile.ts';
import type { Card } from './cards.ts';
import type { Host } from './host.ts';

const nameOf = (id: number): string => id.toString(16).padStart(4, '0');

/** The image that the card's own memory holds, if the image server signed it: not what a kiosk says of it. */
export async function carriedBy(card: Card, { server }: Host): Promise<CardImage> {
  const { status, files } = must(await card.dump());
  const { slot, imageLength } = status;
  if (slot === null || imageLength === null) throw new Error(`${card.title} carries no image`);
  const bytes = files[`${nameOf(RECARD_DF)}/${nameOf(EF_SLOT[slot].id)}`];
  if (typeof bytes !== 'string') throw new Error(`${card.title} has no slot ${slot}`);
  const keys = new Map(
    server.keys.map(({ keyId, publicKey }) => [keyId, new Uint8Array(Buffer.from(publicKey, 'base64url'))]),
  );
  return must(openImage(fromHex(bytes).subarray(0, imageLength), keys)).image;
}

/** What there is of the customer's on the card, apart from whose it is and how it came there. */
export async function contentOn(card: Card, host: Host) {
  const { accountRef, cells, transactions } = await carriedBy(card, host);
  return { accountRef, cells, transactions };
}

/** The balance of the card's cell of this programme. */
export async function balanceOn(card: Card, host: Host, programme: string): Promise<number | undefined> {
  const { cells } = await carriedBy(card, host);
  const counted = (cell: Cell) => cell.kind === 'points' || cell.kind === 'purse';
  const cell = cells.filter(counted).find((one) => one.programme === programme);
  return cell?.payload.balance;
}
