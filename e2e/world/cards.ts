import path from 'node:path';
import { type HandledToken, launchHandled, must } from '../../scripts/world/tokens.ts';
import { loadImageKey } from '../../src/server/images/keys.ts';
import { signImage } from '../../src/shared/image/envelope.ts';
import { createToken, identityOf } from '../../src/virtual-token/create/create-token.ts';
import { parseDescription } from '../../src/virtual-token/create/description.ts';
import type { LaunchOptions } from '../../src/virtual-token/launch.ts';
import { writeStateFile } from '../../src/virtual-token/memory/file-store.ts';
import type { Host } from './host.ts';

/** A software token in a process of its own, to be put on the reader and taken off. */
export type Card = HandledToken;

/** What the next card is to be like; without wishes it is known to the host and up to date. */
export interface CardWishes {
  /** Who knows that the card is to be updated. */
  readonly requested?: 'both' | 'host' | 'token';
  /** Points that were earned and are not on the card. */
  readonly earned?: number;
  /** How the host knows it: by the image that it carries, or by cells alone. Unless told, by its image. */
  readonly known?: 'by-image' | 'by-cells';
  /** Whether a kiosk has read its image back once. */
  readonly verified?: boolean;
  readonly kind?: 'card' | 'phone';
  /** Key that signs its image, instead of the image server's; it is made where there is none. */
  readonly keyFile?: string;
  readonly over?: Readonly<Record<string, unknown>>;
  /** What happens to its state file before it is used. */
  readonly worn?: (stateFile: string) => void;
  readonly process?: Partial<LaunchOptions>;
}

/** Makes cards, and clears them all away. */
export class Cards {
  readonly #host: Host;
  readonly #folder: string;
  #made = 0;
  #out: Card[] = [];

  constructor(host: Host, folder: string) {
    this.#host = host;
    this.#folder = folder;
  }

  /** The cards that are in use. */
  get inUse(): readonly Card[] {
    return this.#out;
  }

  async make(wishes: CardWishes = {}): Promise<Card> {
    this.#made += 1;
    const number = String(this.#made).padStart(4, '0');
    const tokenId = `928004129000${number}`;
    const requestId = `e2e0${tokenId.slice(-12)}`;
    const { requested, earned, known = 'by-image', verified = true, over, process } = wishes;
    const indicator = { requestId, reason: 'restore', requestedAt: '2026-11-22T08:00:00Z' };
    const onToken = requested === 'both' || requested === 'token';
    const raw = {
      ...description(tokenId, wishes.kind ?? 'card'),
      ...(onToken ? { indicator } : {}),
      ...over,
    };
    const { state, image } = await this.#issue(raw, wishes.keyFile);
    await this.#register(raw, known === 'by-image' ? image : null, verified);
    wishes.worn?.(state);
    if (requested === 'host') await this.#host.request(tokenId);
    if (requested === 'both') await this.#host.request(tokenId, { requestId });
    if (earned !== undefined)
      await this.#host.book(tokenId, { programme: 'HARBOUR', action: 'earn', amount: earned });
    const { kind } = must(parseDescription(raw));
    return this.launch({ id: `card-${number}`, title: `card ${number}`, tokenId, kind, state }, process);
  }

  /** Starts a card that exists already. */
  async launch(token: Parameters<typeof launchHandled>[0], process: Partial<LaunchOptions> = {}) {
    const card = await launchHandled(token, process);
    this.#out.push(card);
    return card;
  }

  /** Takes all cards off their readers and ends them. */
  async clear(): Promise<void> {
    await Promise.all(this.#out.splice(0).map((card) => card.end('SIGTERM')));
  }

  async #issue(raw: { readonly tokenId: string }, keyFile = this.#host.server.imageKeyFile) {
    const state = path.join(this.#folder, `${raw.tokenId}.token`);
    const signer = await loadImageKey(keyFile);
    const signed: Uint8Array[] = [];
    const made = createToken(raw, (image) => {
      const bytes = signImage(image, signer);
      signed.push(bytes);
      return bytes;
    });
    must(writeStateFile(state, must(made)));
    return { state, image: signed.at(-1) ?? null };
  }

  async #register(raw: unknown, image: Uint8Array | null, verified: boolean): Promise<void> {
    const { tokenId, issuer, kind, generation, validFrom, validTo, slotSize, slots } = identityOf(
      must(parseDescription(raw)),
    );
    await this.#host.register({
      token: { tokenId, issuer, kind, generation, validFrom, validTo, slotSize, slots },
      account: { accountRef: `ACC-${tokenId.slice(-4)}`, holder: 'Somebody' },
      content:
        image === null ? { cells: [], transactions: [] } : { image: Buffer.from(image).toString('base64') },
      verified: image !== null && verified,
    });
  }
}

const description = (tokenId: string, kind: 'card' | 'phone') => ({
  tokenId,
  issuer: 'HARBOUR',
  kind,
  generation: 1,
  validFrom: '2025-01-01',
  validTo: '2035-12-31',
  memory: { slotSize: 2048 },
  image: {
    account: `ACC-${tokenId.slice(-4)}`,
    sequence: 3,
    capturedAt: '2026-11-09T11:42:00Z',
    programmes: [
      cell('HARBOUR', 'Harbour-Market', 'points', { balance: 500, label: 'Points' }),
      cell('METRO', 'Metro-Lines', 'purse', { balance: 2390, currency: 'EUR' }),
    ],
  },
});

const cell = (programme: string, owner: string, kind: string, payload: unknown) => ({
  programme,
  owner,
  kind,
  version: 1,
  payload,
});
