import path from 'node:path';
import { type HandledToken, launchHandled, must } from '../../scripts/world/tokens.ts';
import { loadImageKey } from '../../src/server/images/keys.ts';
import { signImage } from '../../src/shared/image/envelope.ts';
import { createToken, identityOf } from '../../src/virtual-token/create/create-token.ts';
import { parseDescription } from '../../src/virtual-token/create/description.ts';
import type { LaunchOptions } from '../../src/virtual-token/launch.ts';
import { writeStateFile } from '../../src/virtual-token/memory/file-store.ts';
import { accountOf, type Content, contentOf, description } from './description.ts';
import type { Host } from './host.ts';

/** A software token in a process of its own, to be put on the reader and taken off. */
export type Card = HandledToken;

/** What the next card is to be like; without wishes it is known to the host and up to date. */
export interface CardWishes extends Content {
  /** Who knows that the card is to be updated. */
  readonly requested?: 'both' | 'host' | 'token';
  /** Points that were earned and are not on the card. */
  readonly earned?: number;
  /** How the host knows it: by the image that it carries, or by cells alone. Unless told, by its image. */
  readonly known?: 'by-image' | 'by-cells';
  /** Whether a kiosk has read its image back once. */
  readonly verified?: boolean;
  readonly holder?: string;
  /** Which of the two virtual readers it is put on. */
  readonly slot?: 0 | 1;
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
    const { requested, earned, known = 'by-image', over, slot = 0, process } = wishes;
    const indicator = { requestId, reason: 'restore', requestedAt: '2026-11-22T08:00:00Z' };
    const onToken = requested === 'both' || requested === 'token';
    const raw = {
      ...description(tokenId, wishes),
      ...(onToken ? { indicator } : {}),
      ...over,
    };
    const { state, image } = await this.#issue(raw, wishes.keyFile);
    await this.#register(raw, known === 'by-image' ? image : null, wishes);
    wishes.worn?.(state);
    if (requested === 'host') await this.#host.request(tokenId);
    if (requested === 'both') await this.#host.request(tokenId, { requestId });
    if (earned !== undefined)
      await this.#host.book(tokenId, { programme: 'HARBOUR', action: 'earn', amount: earned });
    const { kind } = must(parseDescription(raw));
    return this.launch(
      { id: `card-${number}`, title: `card ${number}`, tokenId, kind, state },
      { slot, ...process },
    );
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

  async #register(raw: unknown, image: Uint8Array | null, wishes: CardWishes): Promise<void> {
    const { verified = true, holder = 'Somebody' } = wishes;
    const { tokenId, issuer, kind, generation, validFrom, validTo, slotSize, slots } = identityOf(
      must(parseDescription(raw)),
    );
    await this.#host.register({
      token: { tokenId, issuer, kind, generation, validFrom, validTo, slotSize, slots },
      account: { accountRef: accountOf(tokenId, wishes), holder },
      content: contentOf(image, wishes),
      verified: image !== null && verified,
    });
  }
}
