import { join } from 'node:path';
import type { ImageSigner } from '../../shared/image/envelope.ts';
import type { Role } from '../host/admin-contract.ts';
import { createCredential, listCredentials } from '../host/credentials.ts';
import type { HostDeps } from '../host/deps.ts';
import { KEY_FILE, loadImageKey, publicKeyOf } from '../images/keys.ts';
import { localImageService } from '../images/local.ts';
import { remoteImageService } from '../images/remote.ts';
import type { ImageService } from '../images/service.ts';
import { refuseHalf } from '../store/half.ts';
import { holdDatabase } from '../store/hold.ts';
import { openStore, type StoreConfig } from '../store/open.ts';
import { takenBy } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { makeFolder } from '../store/sync.ts';
import { ConfigError, checkConfig, type ServerConfig, type ServerSettings } from './config.ts';
import { drain } from './drain.ts';
import { buildHostApp } from './host-app.ts';
import { buildImagesApp } from './images-app.ts';

export interface RunningServer {
  readonly url: string;
  /** The first administrator's token, at the first start only: it is shown once and stored nowhere. */
  readonly adminToken: string | undefined;
  /** The host's services, for seeding; absent in the role `images`. */
  readonly host: HostDeps | undefined;
  /** What this server signs images with; absent in the role `host`. */
  readonly imageKey: ImageSigner | undefined;
  /** Makes a credential and returns its token: the way back in when the administrator's is lost. */
  credential(role: Role, name: string): Promise<string>;
  /** Stops listening, lets the requests under way be answered, within limits, and closes the database. */
  stop(): Promise<void>;
}

const STORE_FILES = { embedded: 'recard.db', host: 'host.db', images: 'images.db' } as const;

/** Where a server with this configuration keeps its data. */
export const storeOf = ({ database, data, role }: ServerConfig): StoreConfig =>
  database === undefined ? { sqlite: join(data, STORE_FILES[role]) } : { postgres: database };

interface Images {
  readonly service: ImageService;
  /** The same by another clock; of the card image server that is in this process. */
  readonly byClock: ((now: () => number) => ImageService) | undefined;
  readonly key: ImageSigner | undefined;
}

async function imagesOf(config: ServerConfig, store: Store, now: () => number): Promise<Images> {
  const { role, imagesUrl, imagesToken } = config;
  if (role === 'host') {
    if (imagesUrl === undefined || imagesToken === undefined)
      throw new ConfigError('imagesUrl or imagesToken is missing.');
    const service = remoteImageService({ url: imagesUrl, token: imagesToken, now });
    return { service, byClock: undefined, key: undefined };
  }
  const signer = await loadImageKey(join(config.data, KEY_FILE));
  const others = config.trustedKeys.map(
    ({ keyId, publicKey }) => [keyId, new Uint8Array(Buffer.from(publicKey, 'base64url'))] as const,
  );
  const trusted = new Map([...others, [signer.keyId, publicKeyOf(signer)]]);
  const byClock = (clock: () => number) => localImageService({ store, signer, trusted, now: clock });
  return { service: byClock(now), byClock, key: signer };
}

async function firstAdmin(store: Store, now: () => number): Promise<string | undefined> {
  const credentials = await listCredentials(store);
  if (credentials.some(({ role }) => role === 'admin')) return undefined;
  return (await createCredential(store, now(), { role: 'admin', name: 'first' })).token;
}

/**
 * Starts a server and returns when it listens. The first start makes the image key, the database and an
 * administrator. Throws `ConfigError` and `StoreError`, whose messages say what to do.
 */
export async function startServer(
  settings: ServerSettings,
  now: () => number = Date.now,
): Promise<RunningServer> {
  const config = checkConfig(settings);
  await makeFolder(config.data);
  const where = storeOf(config);
  const key = config.role === 'host' ? null : join(config.data, KEY_FILE);
  const letGo = 'sqlite' in where ? holdDatabase(where.sqlite, takenBy(where.sqlite)) : () => {};
  let store: Store;
  try {
    // Held by now: no restore begins between this look and the opening.
    if ('sqlite' in where) refuseHalf(config.data, where.sqlite, key);
    store = await openStore(where);
  } catch (error) {
    letGo();
    throw error;
  }
  try {
    const { service: images, byClock, key: imageKey } = await imagesOf(config, store, now);
    const host = {
      store,
      images,
      now,
      openVisitMs: config.openVisitSeconds * 1000,
      transferMs: config.transferMinutes * 60_000,
    };
    const app =
      config.role === 'images' && byClock !== undefined
        ? buildImagesApp({ store, images: byClock, now }, config.log)
        : buildHostApp(host, config.log);
    const url = await app.listen({ host: config.listen, port: config.port });
    return {
      url,
      adminToken: await firstAdmin(store, now),
      host: config.role === 'images' ? undefined : host,
      imageKey,
      credential: async (role, name) => (await createCredential(store, now(), { role, name })).token,
      stop: async () => {
        await drain(app);
        await store.close();
        letGo();
      },
    };
  } catch (error) {
    await store.close();
    letGo();
    throw error;
  }
}
