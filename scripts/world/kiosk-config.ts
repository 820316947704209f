import path from 'node:path';
import {
  demoKioskConfig,
  KIOSK_ID,
  type KioskConfig,
  saveKioskConfig,
} from '../../src/cli/demo/kiosk-config.ts';
import type { ServerProcess } from './server.ts';

export { DEMONSTRATION_PIN, KIOSK_ID, type KioskConfig } from '../../src/cli/demo/kiosk-config.ts';

/** A kiosk's configuration for a world on this machine, in `folder`. */
export function writeKioskConfig(
  folder: string,
  server: Pick<ServerProcess, 'url' | 'kioskToken' | 'keys'>,
  over: Partial<KioskConfig> = {},
): string {
  const file = path.join(folder, 'kiosk.json');
  saveKioskConfig(file, { ...demoKioskConfig(KIOSK_ID, folder, server), ...over });
  return file;
}
