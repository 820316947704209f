import path from 'node:path';
import {
  DEMONSTRATION_PIN,
  demoKioskConfig,
  KIOSK_ID,
  type KioskConfig,
  saveKioskConfig,
} from '../../src/cli/demo/kiosk-config.ts';
import { hashPin } from '../../src/main/config/pin.ts';
import type { ServerProcess } from './server.ts';

export { DEMONSTRATION_PIN, KIOSK_ID, type KioskConfig } from '../../src/cli/demo/kiosk-config.ts';

/** Who works at the desk of the demonstration and of the tests. The PIN is for everyone to read. */
export const STAFF_MEMBER = { id: 'lena.fischer', name: 'Lena Fischer', pin: '2580' } as const;

/** `staff` of a self-service kiosk's configuration. */
export const kioskStaff = (): NonNullable<KioskConfig['staff']> => ({ pin: hashPin(DEMONSTRATION_PIN) });

/** `staff` of a desk's configuration. */
export const deskStaff = (): NonNullable<KioskConfig['staff']> => ({
  ...kioskStaff(),
  members: [{ ...STAFF_MEMBER, pin: hashPin(STAFF_MEMBER.pin) }],
});

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
