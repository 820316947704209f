import { registerToken } from '../../server/host/register.ts';
import { patchToken } from '../../server/host/tokens.ts';
import { publicKeyOf } from '../../server/images/keys.ts';
import { openImage } from '../../shared/image/envelope.ts';
import type { CardImage, Cell, TokenKind, Transaction } from '../../shared/image/model.ts';
import type { InProcessToken } from '../../virtual-token/in-process.ts';
import { readToken } from '../card/read.ts';
import { readImage } from '../card/read-image.ts';
import { type Branch, must } from './branch.ts';
import { strangerTo } from './look.ts';

const DAY = 86_400;
const dayStart = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 1000;
const VALID = { validFrom: '2025-01-01', validTo: '2035-12-31' } as const;

export interface DeviceSpec {
  readonly tokenId: string;
  readonly account?: string;
  readonly kind?: TokenKind;
  readonly generation?: number;
  /** What it carries; left out, it is a new one that carries nothing. */
  readonly cells?: readonly Cell[];
  readonly transactions?: readonly Transaction[];
  readonly syncQuota?: { readonly synchronizations: number; readonly days: number };
}

/** A device on an account: on file at the branch's host, and in hand. */
export async function device(branch: Branch, spec: DeviceSpec): Promise<InProcessToken> {
  const { tokenId, account = 'ACC-7001', kind = 'card', generation = 1, cells, transactions = [] } = spec;
  const { host } = branch.server;
  if (host === undefined) throw new Error('the server is no host');
  const memory = { slotSize: 8192, slots: 2 } as const;
  const identity = { tokenId, issuer: 'HARBOUR', kind, generation };
  const { token, image } = branch.create({
    ...identity,
    ...VALID,
    memory,
    ...(cells === undefined
      ? {}
      : {
          image: {
            account,
            sequence: 3,
            capturedAt: '2026-11-01T09:00:00Z',
            programmes: cells,
            transactions,
          },
        }),
  });
  const validFrom = dayStart(VALID.validFrom);
  const validTo = dayStart(VALID.validTo) + DAY - 1;
  const registered = await registerToken(host, {
    token: { ...identity, ...memory, validFrom, validTo },
    account: { accountRef: account, holder: 'Nora Lindqvist' },
    content: image === null ? { blank: true } : { image: Buffer.from(image).toString('base64') },
    verified: true,
  });
  if (!registered.ok) throw new Error(registered.failure.message);
  if (spec.syncQuota !== undefined) {
    const patched = await patchToken(host, tokenId, { syncQuota: spec.syncQuota });
    if (!patched.ok) throw new Error(patched.failure.message);
  }
  return token;
}

/** The image that the token carries, read as a stranger would; its signature is checked. */
export async function imageOn(branch: Branch, token: InProcessToken): Promise<CardImage> {
  const { imageKey } = branch.server;
  if (imageKey === undefined) throw new Error('the server signs no images');
  // One that was taken away lies on a reader of the stranger's.
  if (!token.token.present) token.token.insert();
  const session = strangerTo(token);
  const bytes = must(await readImage(session, must(await readToken(session))));
  return must(openImage(bytes, new Map([[imageKey.keyId, publicKeyOf(imageKey)]]))).image;
}
