import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { hashPin } from '../../main/config/pin.ts';
import type { ConfigSchema, TrustedKeySchema } from '../../main/config/schema.ts';

export const KIOSK_ID = 'harbour-square-1';
/** Of the demonstration and the tests only: it is in this repository for everyone to read. */
export const DEMONSTRATION_PIN = '4417';

export type KioskConfig = z.input<typeof ConfigSchema>;

/** Where a kiosk's host is, and how the two know each other. */
export interface KioskHost {
  readonly url: string;
  /** The kiosk's own credential. */
  readonly kioskToken: string;
  readonly keys: readonly z.input<typeof TrustedKeySchema>[];
}

/** A kiosk's configuration that keeps its data in `folder`. */
export const demoKioskConfig = (
  kioskId: string,
  folder: string,
  { url, kioskToken, keys }: KioskHost,
): KioskConfig => ({
  kiosk: { id: kioskId, branch: 'Harbour Square' },
  host: { url, credential: kioskToken },
  trust: { keys: [...keys] },
  data: { directory: path.join(folder, 'kiosk-data') },
  staff: { pin: hashPin(DEMONSTRATION_PIN) },
});

/** Writes a configuration for its owner's eyes only: the kiosk's credential is in it. */
export function saveKioskConfig(file: string, config: KioskConfig): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
}
