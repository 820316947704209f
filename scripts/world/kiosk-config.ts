import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { hashPin } from '../../src/main/config/pin.ts';
import type { ConfigSchema } from '../../src/main/config/schema.ts';
import type { ServerProcess } from './server.ts';

export const KIOSK_ID = 'harbour-square-1';
/** Of the demonstration and the tests only: it is in this repository for everyone to read. */
export const DEMONSTRATION_PIN = '4417';

export type KioskConfig = z.input<typeof ConfigSchema>;

/** A kiosk's configuration for a world on this machine, in `folder`. */
export function writeKioskConfig(
  folder: string,
  server: Pick<ServerProcess, 'url' | 'kioskToken' | 'keys'>,
  over: Partial<KioskConfig> = {},
): string {
  mkdirSync(folder, { recursive: true });
  const config: KioskConfig = {
    kiosk: { id: KIOSK_ID, branch: 'Harbour Square' },
    host: { url: server.url, credential: server.kioskToken },
    trust: { keys: [...server.keys] },
    data: { directory: path.join(folder, 'kiosk-data') },
    staff: { pin: hashPin(DEMONSTRATION_PIN) },
    ...over,
  };
  const file = path.join(folder, 'kiosk.json');
  writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  return file;
}
