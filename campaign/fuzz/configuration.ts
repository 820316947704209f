import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '../../src/main/config/load.ts';
import { verifyPin } from '../../src/main/config/pin.ts';
import { ConfigError, loadConfig as loadServerConfig } from '../../src/server/http/config.ts';
import type { Random } from '../random.ts';
import { scratchFolder } from '../scratch.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateTree } from './mutate-tree.ts';
import { Harmed, type Surface, type Verdict } from './surface.ts';

/** A hash as `recard pin` makes it, but at a cost that is nothing. */
const PIN = `scrypt$2$1$1$c2FsdHNhbHQ$${'A'.repeat(43)}`;

const KIOSK = {
  kiosk: { id: 'harbour-1', branch: 'Harbour Square', mode: 'desk', language: 'de' },
  host: { url: 'https://host.invalid', credential: 'c'.repeat(32), timeoutMs: 5000 },
  trust: { keys: [{ keyId: 'img-1', publicKey: 'A'.repeat(43) }] },
  reader: { binding: 'pcsclite', timeoutMs: 10_000 },
  data: { directory: '/var/lib/recard' },
  staff: { pin: PIN, members: [{ id: 'ann', name: 'Ann', pin: PIN }] },
  receipts: { directory: '/var/lib/recard/receipts', printer: 'Front' },
  window: { kiosk: true, width: 1080, height: 1920, pixelsPerMm: 4 },
};
const SERVER = {
  role: 'embedded',
  data: '/var/lib/recard',
  database: 'postgres://recard@127.0.0.1/recard',
  listen: '127.0.0.1',
  port: 8080,
  imagesUrl: 'http://127.0.0.1:8081',
  imagesToken: 'service_1',
  trustedKeys: [{ keyId: 'img-1', publicKey: 'A'.repeat(43) }],
  openVisitSeconds: 5,
  log: false,
};

function someText(random: Random, whole: unknown): Uint8Array {
  const json = new TextEncoder().encode(
    JSON.stringify(random.chance(0.8) ? mutateTree(random, whole) : whole) ?? '',
  );
  return random.chance(0.25) ? mutateBytes(random, json.length === 0 ? Uint8Array.of(0) : json) : json;
}

/** An accepted configuration is one that the kiosk can work with. */
function checkKiosk(file: string): Verdict {
  const loaded = loadConfig(file, {});
  if (!loaded.ok) {
    if (loaded.failure.code !== 'configuration-invalid')
      throw new Harmed('wrong-answers', loaded.failure.code);
    return 'refused';
  }
  const { keys, config } = loaded.value;
  for (const key of keys.values())
    if (key.length !== 32) throw new Harmed('wrong-answers', `a key of ${key.length} bytes was accepted`);
  if (!URL.canParse(config.host.url))
    throw new Harmed('wrong-answers', 'an address was accepted that is none');
  for (const pin of [config.staff.pin, ...config.staff.members.map((member) => member.pin)])
    if (pin !== undefined) verifyPin('1234', pin);
  return 'accepted';
}

function checkServer(file: string): Verdict {
  try {
    loadServerConfig({}, file, {});
    return 'accepted';
  } catch (error) {
    if (error instanceof ConfigError) return 'refused';
    throw error;
  }
}

/** Configuration files of kiosk and server. */
export const configuration: Surface = {
  name: 'configuration',
  share: 50,
  open: async () => {
    const { folder, remove } = scratchFolder('fuzz-config');
    const file = path.join(folder, 'settings.json');
    return {
      input: (random) => {
        const isKiosk = random.chance(0.7);
        writeFileSync(file, someText(random, isKiosk ? KIOSK : SERVER));
        return isKiosk ? checkKiosk(file) : checkServer(file);
      },
      close: remove,
    };
  },
};
